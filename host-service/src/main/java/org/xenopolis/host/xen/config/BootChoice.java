package org.xenopolis.host.xen.config;

import java.util.Optional;
import java.util.Set;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.driver.DiskSource.Fact;
import org.xenopolis.host.driver.DiskSource.Wish;

/**
 * Which way a guest boots, and why: as its image wants, else the first that host and image both can of PVH, PV and HVM.
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
        KERNEL_OF_THE_IMAGE_WITHOUT_ENTRY_FOR_PVH,
        LOADER_OF_THE_DISK_FOUND_BY_GRUB_ON_HARDWARE_VIRTUALISATION,
        LOADER_OF_THE_DISK_FOUND_BY_GRUB_WITHOUT_HARDWARE_VIRTUALISATION,
        LOADER_OF_THE_DISK_FOUND_BY_FIRMWARE,
        THE_IMAGE_WANTS_IT,
        THE_SITE_WANTS_PARAVIRTUALISATION
    }

    /**
     * What the image brings.
     *
     * @param kernel a file of the host, empty when the image boots from its disk
     * @param facts of the kernel, or of the disk where there is none
     */
    public record Image(String kernel, String ramdisk, String commandLine, Wish wish, Set<Fact> facts) {
        boolean hasKernel() {
            return !kernel.isEmpty();
        }

        /** Whether it has that, as far as anybody looked. */
        boolean may(Fact fact) {
            return facts.contains(fact) || !facts.contains(Fact.EXAMINED);
        }
    }

    /**
     * What the host can.
     *
     * @param hardware hvm and hap
     * @param deviceModel HVM guests find their devices
     * @param pvOnly the site's wish
     */
    public record Abilities(boolean hardware, boolean pvhGrub, boolean pvGrub, boolean deviceModel, boolean pvOnly) {
        boolean mayUseHardware() {
            return hardware && !pvOnly;
        }
    }

    /** @throws ProblemException NO_CAPACITY when another host might, INVALID when none ever will */
    public static BootChoice of(Image image, Abilities host) {
        return wanted(image, host).orElseThrow(() -> refusal(image));
    }

    private static Optional<BootChoice> wanted(Image image, Abilities host) {
        return switch (image.wish()) {
            case AUTO ->
                pvh(image, host)
                        .map(mode -> new BootChoice(mode, whyPvh(image)))
                        .or(() -> pv(image, host).map(mode -> new BootChoice(mode, whyPv(image, host))))
                        .or(() -> hvm(image, host)
                                .map(mode -> new BootChoice(mode, Reason.LOADER_OF_THE_DISK_FOUND_BY_FIRMWARE)));
            case PV -> pv(image, host).map(BootChoice::asWanted);
            case PVH -> pvh(image, host).map(BootChoice::asWanted);
            case HVM -> hvm(image, host).map(BootChoice::asWanted);
        };
    }

    private static BootChoice asWanted(BootMode mode) {
        return new BootChoice(mode, Reason.THE_IMAGE_WANTS_IT);
    }

    private static Optional<BootMode> pvh(Image image, Abilities host) {
        boolean possible = image.hasKernel() ? image.may(Fact.PVH_ENTRY) : host.pvhGrub();
        return possible && host.mayUseHardware()
                ? Optional.of(new BootMode.Pvh(kernel(image, PVH_GRUB)))
                : Optional.empty();
    }

    private static Optional<BootMode> pv(Image image, Abilities host) {
        boolean possible = image.hasKernel() ? image.may(Fact.PV_ENTRY) : host.pvGrub();
        return possible ? Optional.of(new BootMode.Pv(kernel(image, PV_GRUB))) : Optional.empty();
    }

    private static Optional<BootMode> hvm(Image image, Abilities host) {
        boolean possible = !image.hasKernel() && image.may(Fact.BOOT_CODE);
        return possible && host.mayUseHardware() && host.deviceModel()
                ? Optional.of(new BootMode.Hvm())
                : Optional.empty();
    }

    private static BootMode.Kernel kernel(Image image, String grub) {
        return image.hasKernel()
                ? new BootMode.Kernel(
                        image.kernel(),
                        image.ramdisk(),
                        image.commandLine().isBlank() ? COMMAND_LINE : image.commandLine())
                : BootMode.Kernel.alone(grub);
    }

    private static Reason whyPvh(Image image) {
        return image.hasKernel()
                ? Reason.KERNEL_OF_THE_IMAGE_ON_HARDWARE_VIRTUALISATION
                : Reason.LOADER_OF_THE_DISK_FOUND_BY_GRUB_ON_HARDWARE_VIRTUALISATION;
    }

    private static Reason whyPv(Image image, Abilities host) {
        if (host.hardware() && host.pvOnly()) {
            return Reason.THE_SITE_WANTS_PARAVIRTUALISATION;
        }
        if (!image.hasKernel()) {
            return Reason.LOADER_OF_THE_DISK_FOUND_BY_GRUB_WITHOUT_HARDWARE_VIRTUALISATION;
        }
        return host.hardware()
                ? Reason.KERNEL_OF_THE_IMAGE_WITHOUT_ENTRY_FOR_PVH
                : Reason.KERNEL_OF_THE_IMAGE_WITHOUT_HARDWARE_VIRTUALISATION;
    }

    private static ProblemException refusal(Image image) {
        Abilities all = new Abilities(true, true, true, true, false);
        String how = image.wish() == Wish.AUTO ? "" : " as " + image.wish();
        return wanted(image, all).isPresent()
                ? Problem.of(
                                ErrorKind.NO_CAPACITY,
                                "image-not-bootable-here",
                                "This host has nothing with which the image could boot" + how + ".")
                        .exception()
                : Problem.of(ErrorKind.INVALID, "image-not-bootable", "The image cannot boot" + how + " on Xen.")
                        .exception();
    }
}
