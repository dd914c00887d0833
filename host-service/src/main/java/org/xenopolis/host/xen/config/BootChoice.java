package org.xenopolis.host.xen.config;

import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;

/**
 * Which way a guest boots, and why.
 *
 * @param reason for people who wonder
 */
public record BootChoice(BootMode mode, Reason reason) {
    public static final String PVH_GRUB = "/usr/lib/grub-xen/grub-i386-xen_pvh.bin";
    public static final String PV_GRUB = "/usr/lib/grub-xen/grub-x86_64-xen.bin";
    private static final String COMMAND_LINE = "root=/dev/xvda rw console=hvc0";

    public enum Reason {
        KERNEL_OF_THE_IMAGE_ON_HARDWARE_VIRTUALISATION,
        KERNEL_OF_THE_IMAGE_WITHOUT_HARDWARE_VIRTUALISATION,
        LOADER_OF_THE_DISK_FOUND_BY_GRUB_ON_HARDWARE_VIRTUALISATION,
        LOADER_OF_THE_DISK_FOUND_BY_GRUB_WITHOUT_HARDWARE_VIRTUALISATION,
        LOADER_OF_THE_DISK_FOUND_BY_FIRMWARE,
        THE_SITE_WANTS_PARAVIRTUALISATION
    }

    /**
     * What the image brings.
     *
     * @param kernel a file of the host, empty when the image boots from its disk
     */
    public record Image(String kernel, String ramdisk, String commandLine) {}

    /**
     * What the host can.
     *
     * @param hardware hvm and hap
     * @param deviceModel HVM guests find their devices
     * @param pvOnly the site's wish
     */
    public record Abilities(boolean hardware, boolean pvhGrub, boolean pvGrub, boolean deviceModel, boolean pvOnly) {}

    public static BootChoice of(Image image, Abilities host) {
        boolean hardware = host.hardware() && !host.pvOnly();
        if (!image.kernel().isEmpty()) {
            BootMode.Kernel kernel = new BootMode.Kernel(
                    image.kernel(),
                    image.ramdisk(),
                    image.commandLine().isBlank() ? COMMAND_LINE : image.commandLine());
            if (hardware) {
                return new BootChoice(new BootMode.Pvh(kernel), Reason.KERNEL_OF_THE_IMAGE_ON_HARDWARE_VIRTUALISATION);
            }
            return new BootChoice(
                    new BootMode.Pv(kernel),
                    host.hardware()
                            ? Reason.THE_SITE_WANTS_PARAVIRTUALISATION
                            : Reason.KERNEL_OF_THE_IMAGE_WITHOUT_HARDWARE_VIRTUALISATION);
        }
        if (hardware && host.pvhGrub()) {
            return new BootChoice(
                    new BootMode.Pvh(BootMode.Kernel.alone(PVH_GRUB)),
                    Reason.LOADER_OF_THE_DISK_FOUND_BY_GRUB_ON_HARDWARE_VIRTUALISATION);
        }
        if (host.pvGrub()) {
            return new BootChoice(
                    new BootMode.Pv(BootMode.Kernel.alone(PV_GRUB)),
                    Reason.LOADER_OF_THE_DISK_FOUND_BY_GRUB_WITHOUT_HARDWARE_VIRTUALISATION);
        }
        if (hardware && host.deviceModel()) {
            return new BootChoice(new BootMode.Hvm(), Reason.LOADER_OF_THE_DISK_FOUND_BY_FIRMWARE);
        }
        throw Problem.of(
                        ErrorKind.INVALID,
                        "image-not-bootable-here",
                        "This host has nothing with which the image could boot.")
                .exception();
    }
}
