package org.xenopolis.host.xen.config;

/**
 * How a domain starts. What dom0 or the hypervisor reads to start it is the host's own, or the image's kernel that was
 * verified; a disk's content is only ever read by the guest itself (XSA-443, XSA-497).
 */
public sealed interface BootMode {
    /** A kernel from outside the guest's disk. */
    record Kernel(String kernel, String ramdisk, String commandLine) {
        public Kernel {
            if (!kernel.startsWith("/") || (!ramdisk.isEmpty() && !ramdisk.startsWith("/"))) {
                throw new IllegalArgumentException("a kernel without a path of the host");
            }
        }

        public static Kernel alone(String kernel) {
            return new Kernel(kernel, "", "");
        }
    }

    /** Paravirtualised: runs on any processor. */
    record Pv(Kernel kernel) implements BootMode {}

    /** Hardware-assisted, without a device model. */
    record Pvh(Kernel kernel) implements BootMode {}

    /** Hardware-assisted, with firmware and a device model. */
    record Hvm() implements BootMode {}
}
