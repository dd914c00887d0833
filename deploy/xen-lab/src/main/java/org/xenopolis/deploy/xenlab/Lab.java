package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.xenopolis.deploy.xenlab.core.HostFiles;
import org.xenopolis.deploy.xenlab.core.HostIdentity;
import org.xenopolis.deploy.xenlab.core.HostNumber;
import org.xenopolis.deploy.xenlab.core.LabSettings;
import org.xenopolis.deploy.xenlab.core.QemuCommand;
import org.xenopolis.deploy.xenlab.core.SshConfig;

/** Hosts that are up together. */
public final class Lab {
    private static final String GUEST_DISK = "24G";

    private final LabFolder folder;
    private final LabSettings settings;

    private Lab(LabFolder folder, LabSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /** The lab of that folder, up or down. */
    public static Lab in(LabFolder folder, LabSettings settings) {
        return new Lab(folder, settings);
    }

    public LabSettings settings() {
        return settings;
    }

    public LabFolder folder() {
        return folder;
    }

    public Links links() {
        return new Links(settings.network());
    }

    public Ssh ssh() {
        return new Ssh(folder);
    }

    public boolean isUp(HostNumber host) {
        return qemu(host).handle().isPresent();
    }

    public boolean isAnyUp() {
        return HostNumber.first(HostNumber.MAX).stream().anyMatch(this::isUp);
    }

    /** The host's process: killing it is a power loss, SIGSTOP a freeze. */
    public ProcessHandle process(HostNumber host) {
        return qemu(host).handle().orElseThrow(() -> new LabException(host.title() + " is not up"));
    }

    /**
     * Starts all hosts, without waiting for them.
     *
     * @param keep boot from the disks of last time, where there are some
     */
    void start(Path image, boolean keep) {
        folder.create();
        folder.write(settings);
        Keys.make(folder.key(), "xenopolis lab");
        Keys.make(folder.peerKey(), "xenopolis lab peer");
        links().make(settings.numbers());
        Map<HostNumber, String> hostKeys = new HashMap<>();
        for (HostNumber host : settings.numbers()) {
            if (!keep || !Files.exists(folder.files(host).initialRamDisk())) {
                prepare(host, image);
            }
            hostKeys.put(host, Keys.open(folder.files(host).key()));
        }
        folder.write(folder.knownHosts(), SshConfig.knownHosts(settings.network(), hostKeys));
        folder.write(folder.sshConfig(), new SshConfig(settings, folder.key(), folder.knownHosts()).text());
        settings.numbers().forEach(host -> start(host, image));
    }

    /** Boots a host whose power was lost, from its own disks. */
    public void start(HostNumber host, Path image) {
        qemu(host).start(new QemuCommand(host, settings, image, folder.files(host)).arguments());
    }

    /** Ends all hosts and takes the network away; how many hosts were up. */
    int stop() {
        int stopped = (int) HostNumber.first(HostNumber.MAX).stream()
                .filter(host -> qemu(host).kill())
                .count();
        links().remove();
        return stopped;
    }

    private QemuProcess qemu(HostNumber host) {
        return new QemuProcess(folder.files(host).pid());
    }

    private void prepare(HostNumber host, Path image) {
        HostFiles files = folder.fresh(host);
        Keys.make(files.key(), host.title());
        HostIdentity identity = new HostIdentity(
                host,
                settings,
                UUID.randomUUID().toString().replace("-", ""),
                Keys.secret(files.key()),
                Keys.secret(folder.peerKey()),
                List.of(Keys.open(folder.key()), Keys.open(folder.peerKey())));
        try {
            // It holds keys, so the folder is private; what comes first is unpacked first.
            Files.write(files.initialRamDisk(), identity.archive());
            try (var out = Files.newOutputStream(files.initialRamDisk(), java.nio.file.StandardOpenOption.APPEND)) {
                Files.copy(image.resolve("initrd.img"), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String base = image.resolve("dom0.raw").toString();
        Programs.run(List.of(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-b",
                base,
                "-F",
                "raw",
                files.dom0Disk().toString()));
        Programs.run(List.of(
                "qemu-img", "create", "-q", "-f", "qcow2", files.guestDisk().toString(), GUEST_DISK));
    }
}
