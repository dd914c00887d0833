package org.xenopolis.host.xen.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenopolis.host.driver.DiskSource.Fact;
import org.xenopolis.host.driver.DiskSource.Wish;

class BootChoiceTest {
    private static final BootChoice.Abilities ALL = new BootChoice.Abilities(true, true, true, true, false);
    private static final BootChoice.Abilities PV_ONLY = new BootChoice.Abilities(true, true, true, true, true);
    private static final BootChoice.Abilities OLD = new BootChoice.Abilities(false, true, true, true, false);
    private static final BootChoice.Abilities NO_GRUB = new BootChoice.Abilities(true, false, false, true, false);
    private static final BootChoice.Image KERNEL = kernel(Wish.AUTO);
    private static final BootChoice.Image DISK = disk(Wish.AUTO);

    @Test
    void aKernelRunsAsPvhWhereTheHostCan() {
        assertThat(BootChoice.of(KERNEL, ALL).mode())
                .isEqualTo(new BootMode.Pvh(new BootMode.Kernel("/k", "", "root=/dev/xvda rw console=hvc0")));
        assertThat(BootChoice.of(KERNEL, ALL).reason())
                .isEqualTo(BootChoice.Reason.KERNEL_OF_THE_IMAGE_ON_HARDWARE_VIRTUALISATION);
        assertThat(BootChoice.of(KERNEL, OLD).mode()).isInstanceOf(BootMode.Pv.class);
        assertThat(BootChoice.of(KERNEL, OLD).reason())
                .isEqualTo(BootChoice.Reason.KERNEL_OF_THE_IMAGE_WITHOUT_HARDWARE_VIRTUALISATION);
        assertThat(BootChoice.of(KERNEL, PV_ONLY).reason())
                .isEqualTo(BootChoice.Reason.THE_SITE_WANTS_PARAVIRTUALISATION);
    }

    @Test
    void aKernelRunsOnlyAsItCan() {
        BootChoice pv = BootChoice.of(kernel(Wish.AUTO, Fact.PV_ENTRY), ALL);

        assertThat(pv.mode()).isInstanceOf(BootMode.Pv.class);
        assertThat(pv.reason()).isEqualTo(BootChoice.Reason.KERNEL_OF_THE_IMAGE_WITHOUT_ENTRY_FOR_PVH);
        refusedForEver(kernel(Wish.PVH, Fact.PV_ENTRY));
        refusedForEver(kernel(Wish.PV, Fact.PVH_ENTRY));
        refusedForEver(kernel(Wish.HVM));
        refusedHere(kernel(Wish.AUTO, Fact.PVH_ENTRY), OLD);
    }

    @Test
    void aDiskIsBootedByTheHostsGrubElseByFirmware() {
        assertThat(BootChoice.of(DISK, ALL).mode())
                .isEqualTo(new BootMode.Pvh(BootMode.Kernel.alone(BootChoice.PVH_GRUB)));
        assertThat(BootChoice.of(DISK, OLD).mode())
                .isEqualTo(new BootMode.Pv(BootMode.Kernel.alone(BootChoice.PV_GRUB)));
        assertThat(BootChoice.of(DISK, NO_GRUB).mode()).isEqualTo(new BootMode.Hvm());
        refusedHere(DISK, new BootChoice.Abilities(false, false, false, true, false));
        // Nothing for firmware to find: only grub may.
        refusedHere(disk(Wish.AUTO, Fact.PARTITION_TABLE), NO_GRUB);
    }

    @Test
    void theImageHasItsWayOrDoesNotRun() {
        assertThat(BootChoice.of(kernel(Wish.PV), ALL))
                .satisfies(choice -> assertThat(choice.mode()).isInstanceOf(BootMode.Pv.class))
                .satisfies(choice -> assertThat(choice.reason()).isEqualTo(BootChoice.Reason.THE_IMAGE_WANTS_IT));
        assertThat(BootChoice.of(disk(Wish.HVM, Fact.BOOT_CODE), ALL).mode()).isEqualTo(new BootMode.Hvm());
        assertThat(BootChoice.of(disk(Wish.PVH), ALL).mode()).isInstanceOf(BootMode.Pvh.class);
        refusedHere(disk(Wish.HVM), OLD);
        refusedHere(disk(Wish.HVM), PV_ONLY);
        refusedHere(disk(Wish.HVM), new BootChoice.Abilities(true, true, true, false, false));
        refusedHere(kernel(Wish.PVH), OLD);
        refusedHere(disk(Wish.PV), NO_GRUB);
        refusedForEver(disk(Wish.HVM, Fact.PARTITION_TABLE));
    }

    private static void refusedHere(BootChoice.Image image, BootChoice.Abilities host) {
        assertThatThrownBy(() -> BootChoice.of(image, host)).hasMessageContaining("image-not-bootable-here");
    }

    private static void refusedForEver(BootChoice.Image image) {
        assertThatThrownBy(() -> BootChoice.of(image, ALL))
                .hasMessageContaining("image-not-bootable")
                .hasMessageNotContaining("here");
    }

    private static BootChoice.Image kernel(Wish wish, Fact... facts) {
        return new BootChoice.Image("/k", "", "", wish, examined(facts));
    }

    private static BootChoice.Image disk(Wish wish, Fact... facts) {
        return new BootChoice.Image("", "", "", wish, examined(facts));
    }

    /** Without any fact: nobody looked. */
    private static Set<Fact> examined(Fact... facts) {
        return facts.length == 0 ? Set.of() : EnumSet.of(Fact.EXAMINED, facts);
    }
}
