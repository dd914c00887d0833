package org.xenopolis.host.xen.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.xenopolis.cluster.Digest;
import org.xenopolis.host.driver.DiskSource;

/**
 * The guest that the contract wants: deploy/guest-image's kernel and drivers with a first program of its own, which reads
 * its orders from its seed and does them. An initramfs is a row of archives, and the last file of a name is the one.
 */
final class ContractGuest {
    static final String QUIET = "xeno-guest:";
    static final String BUSY = "xeno-guest: busy";
    static final String REBOOTING = "xeno-guest: reboot";

    /** It says "reached" or "missed" of each target, again and again. */
    static String calling(String address, String gateway, String... targets) {
        return "xeno-guest: calls " + address + " " + gateway + " " + String.join(" ", targets) + "\n";
    }

    private static final String INIT = """
            #!/bin/busybox sh
            /bin/busybox mkdir -p /proc /sys /dev /sbin /tmp
            /bin/busybox --install -s /bin
            export PATH=/bin:/sbin HOME=/
            mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs devtmpfs /dev
            exec </dev/console >/dev/console 2>&1
            modprobe -q xen-blkfront
            n=0; while [ ! -b /dev/xvdz ] && [ $n -lt 100 ]; do n=$((n + 1)); usleep 100000; done
            seed=$(dd if=/dev/xvdz bs=2048 skip=25 2>/dev/null | tr -d '\\000')
            name=$(echo "$seed" | sed -n 's/.*"local-hostname": "\\([^"]*\\)".*/\\1/p')
            hostname "$name"
            echo; echo "$name login: "
            case "$seed" in
            *'xeno-guest: busy'*) c=0; while [ $c -lt $(nproc) ]; do (while :; do :; done) & c=$((c + 1)); done ;;
            *'xeno-guest: reboot'*) sleep 1; reboot -f ;;
            *'xeno-guest: calls '*)
                set -- $(echo "$seed" | sed -n 's/.*xeno-guest: calls //p')
                modprobe -q xen-netfront
                n=0; while [ ! -e /sys/class/net/eth0 ] && [ $n -lt 100 ]; do n=$((n + 1)); usleep 100000; done
                ip link set eth0 up; ip addr add $1/24 dev eth0; ip route add default via $2; shift 2
                while :; do
                    for to; do ping -c 1 -W 2 $to >/dev/null 2>&1 && echo "reached $to." || echo "missed $to."; done
                    sleep 1
                done
                ;;
            esac
            (n=0; while :; do n=$((n + 1)); echo "counter $n" >/dev/console; sleep 1; done) &
            n=0
            while :; do
                n=$(((n + 1) % 1024))
                case "$seed" in *busy*) ;; *) echo "write $n" | dd of=/dev/xvda bs=4096 seek=$n conv=fsync 2>/dev/null ;; esac
                usleep 200000
            done
            """;

    private ContractGuest() {}

    /** @param from a folder with vmlinuz and initrd.img */
    static DiskSource image(Path from, Path folder) {
        try {
            Path ramdisk = folder.resolve("initrd.img");
            ByteArrayOutputStream archives = new ByteArrayOutputStream();
            archives.write(Files.readAllBytes(from.resolve("initrd.img")));
            while (archives.size() % 4 != 0) {
                archives.write(0);
            }
            try (GZIPOutputStream packed = new GZIPOutputStream(archives)) {
                packed.write(archive());
            }
            Files.write(ramdisk, archives.toByteArray());
            Path kernel = from.resolve("vmlinuz");
            return new DiskSource(
                    Digest.of("sha256:" + "c".repeat(64)),
                    List.of(
                            new DiskSource.Part(
                                    DiskSource.Role.KERNEL, "raw", kernel, digest(kernel), Files.size(kernel)),
                            new DiskSource.Part(
                                    DiskSource.Role.RAMDISK, "raw", ramdisk, digest(ramdisk), Files.size(ramdisk))),
                    "console=hvc0 quiet");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Digest digest(Path file) throws IOException {
        try {
            return Digest.ofSha256(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In the form that the kernel calls "newc". */
    private static byte[] archive() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        entry(archive, "init", 0100755, INIT.getBytes(StandardCharsets.US_ASCII));
        entry(archive, "TRAILER!!!", 0, new byte[0]);
        return archive.toByteArray();
    }

    private static void entry(ByteArrayOutputStream archive, String name, int mode, byte[] content) throws IOException {
        int[] fields = {1, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length() + 1, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format("%08X", field));
        }
        archive.write((header + name + "\0").getBytes(StandardCharsets.US_ASCII));
        pad(archive);
        archive.write(content);
        pad(archive);
    }

    private static void pad(ByteArrayOutputStream archive) {
        while (archive.size() % 4 != 0) {
            archive.write(0);
        }
    }
}
