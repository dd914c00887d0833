package org.xenopolis.deploy.local.lab;

import org.xenopolis.deploy.xenlab.Lab;
import org.xenopolis.deploy.xenlab.core.HostNumber;

/**
 * A guest like the cloud's, handled by xl alone. Before it migrates its disk is copied by tar over ssh, for xl brings none.
 * Times are taken in dom0, so that the way there does not count.
 */
record BareXl(Lab lab, HostNumber from, HostNumber to) {
    private static final String PREPARE = """
            cp --sparse=always /srv/guest/disk.raw /root/bare.raw
            cat >/root/bare.cfg <<END
            name="bare"
            type="pvh"
            kernel="/srv/guest/vmlinuz"
            ramdisk="/srv/guest/initrd.img"
            extra="console=hvc0"
            memory=128
            vcpus=1
            tsc_mode="native"
            vif=["bridge=xenbr0"]
            disk=["format=raw,vdev=xvda,access=rw,target=/root/bare.raw"]
            END
            """;
    private static final String COPY =
            "tar -C /root -cSf - bare.raw | ssh %s 'rm -f /root/bare.raw; tar -C /root -xSf - && sync /root/bare.raw'";
    private static final String TIMED =
            "start=$(date +%%s%%N); %s >/dev/null 2>&1 && echo $(($(date +%%s%%N) - start))";
    /** xl itself says when the guest stood still and when it went on; both clocks are read at this end. */
    private static final String MIGRATE = """
            cat >/root/stamp.py <<'END'
            import sys, time
            start, still, on, last = time.monotonic(), None, None, ''
            for line in sys.stdin:
                last = line.strip() or last
                if 'guest has suspended' in line: still = time.monotonic()
                if 'Domain started' in line: on = time.monotonic()
            if still is None or on is None:
                sys.exit('xl migrate failed: ' + last)
            print(int((time.monotonic() - start) * 1e9), int((on - still) * 1e9))
            END
            xl -vvv migrate bare %s 2>&1 | python3 /root/stamp.py
            """;

    /** Nanoseconds: the disk's way, then a migration and the pause in it. */
    record Moved(long disk, long total, long pause) {}

    void prepare() {
        clear();
        lab.ssh().run(from, PREPARE);
        lab.ssh().run(to, PREPARE);
    }

    long create() {
        return timed("xl create -q /root/bare.cfg");
    }

    long save() {
        return timed("xl save bare /root/bare.saved");
    }

    long restore() {
        return timed("xl restore /root/bare.saved");
    }

    private long timed(String command) {
        return Long.parseLong(lab.ssh().run(from, TIMED.formatted(command)).strip());
    }

    Moved migrate() {
        String target = lab.settings().network().address(to);
        long disk = timed(COPY.formatted(target));
        String[] nanos = lab.ssh().run(from, MIGRATE.formatted(target)).strip().split(" ");
        return new Moved(disk, Long.parseLong(nanos[0]), Long.parseLong(nanos[1]));
    }

    /** What is left of a guest, wherever it is. */
    void clear() {
        for (HostNumber host : new HostNumber[] {from, to}) {
            lab.ssh().run(host, "xl destroy bare >/dev/null 2>&1 || true; rm -f /root/bare.saved");
        }
    }
}
