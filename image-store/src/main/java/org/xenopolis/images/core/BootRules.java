package org.xenopolis.images.core;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether an image can ever boot in the way it wants, as far as inspection tells. */
public final class BootRules {
    private BootRules() {}

    /** @return a sentence for the owner of the image when it cannot */
    public static Optional<String> refusal(Virtualization wish, Map<PartRole, Part.Stored> stored) {
        Part.Stored kernel = stored.get(PartRole.KERNEL);
        if (kernel != null) {
            return ofKernel(wish, kernel.boot());
        }
        Part.Stored disk = stored.get(PartRole.DISK);
        return wish == Virtualization.HVM && disk != null && lacks(disk.boot(), BootFact.BOOT_CODE)
                ? Optional.of("The disk has no boot code in its first sector, which firmware (HVM) needs.")
                : Optional.empty();
    }

    private static Optional<String> ofKernel(Virtualization wish, Set<BootFact> facts) {
        boolean noPv = lacks(facts, BootFact.PV_ENTRY);
        boolean noPvh = lacks(facts, BootFact.PVH_ENTRY);
        return switch (wish) {
            case AUTO ->
                noPv && noPvh
                        ? Optional.of("The kernel has no entry for Xen (CONFIG_XEN_PV or CONFIG_PVH).")
                        : Optional.empty();
            case PV -> noPv ? Optional.of("The kernel cannot run as PV (CONFIG_XEN_PV).") : Optional.empty();
            case PVH -> noPvh ? Optional.of("The kernel cannot run as PVH (CONFIG_PVH).") : Optional.empty();
            // Refused when the image is declared.
            case HVM -> Optional.empty();
        };
    }

    private static boolean lacks(Set<BootFact> facts, BootFact fact) {
        return facts.contains(BootFact.EXAMINED) && !facts.contains(fact);
    }
}
