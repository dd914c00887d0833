package org.xenopolis.images.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Digest;

class BootRulesTest {
    private static final Part.Bytes BYTES = new Part.Bytes(Digest.of("sha256:" + "aa".repeat(32)), 512);
    private static final Set<BootFact> NOTHING = Set.of(BootFact.EXAMINED);

    @Test
    void refusesWhatCanNeverBoot() {
        assertThat(refused(Virtualization.HVM, PartRole.DISK, NOTHING)).isTrue();
        assertThat(refused(Virtualization.AUTO, PartRole.KERNEL, NOTHING)).isTrue();
        assertThat(refused(Virtualization.PV, PartRole.KERNEL, EnumSet.of(BootFact.EXAMINED, BootFact.PVH_ENTRY)))
                .isTrue();
        assertThat(refused(Virtualization.PVH, PartRole.KERNEL, EnumSet.of(BootFact.EXAMINED, BootFact.PV_ENTRY)))
                .isTrue();
    }

    @Test
    void takesWhatMay() {
        assertThat(refused(Virtualization.HVM, PartRole.DISK, EnumSet.of(BootFact.EXAMINED, BootFact.BOOT_CODE)))
                .isFalse();
        // The host's own grub needs no boot code.
        assertThat(refused(Virtualization.AUTO, PartRole.DISK, NOTHING)).isFalse();
        assertThat(refused(Virtualization.PV, PartRole.DISK, NOTHING)).isFalse();
        assertThat(refused(Virtualization.AUTO, PartRole.KERNEL, EnumSet.of(BootFact.EXAMINED, BootFact.PV_ENTRY)))
                .isFalse();
        // What could not be looked into is for the host to see.
        for (Virtualization wish : Virtualization.values()) {
            assertThat(refused(wish, PartRole.KERNEL, Set.of())).isFalse();
            assertThat(refused(wish, PartRole.DISK, Set.of())).isFalse();
        }
    }

    private static boolean refused(Virtualization wish, PartRole role, Set<BootFact> facts) {
        return BootRules.refusal(wish, Map.of(role, new Part.Stored("raw", "raw", BYTES, 512, facts)))
                .isPresent();
    }
}
