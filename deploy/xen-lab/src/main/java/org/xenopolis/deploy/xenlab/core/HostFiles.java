package org.xenopolis.deploy.xenlab.core;

import java.nio.file.Path;

/** Where the files of one host are. */
public record HostFiles(Path folder) {
    public Path pid() {
        return folder.resolve("qemu.pid");
    }

    public Path qemuLog() {
        return folder.resolve("qemu.log");
    }

    /** What Xen and dom0 say on their serial line. */
    public Path serialLog() {
        return folder.resolve("serial.log");
    }

    public Path initialRamDisk() {
        return folder.resolve("initrd.img");
    }

    public Path dom0Disk() {
        return folder.resolve("dom0.qcow2");
    }

    public Path guestDisk() {
        return folder.resolve("guests.qcow2");
    }

    public Path key() {
        return folder.resolve("ssh_host_ed25519_key");
    }

    public Path publicKey() {
        return folder.resolve("ssh_host_ed25519_key.pub");
    }
}
