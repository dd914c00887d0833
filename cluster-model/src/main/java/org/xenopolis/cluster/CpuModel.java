package org.xenopolis.cluster;

import java.util.Set;

/**
 * What a host's processor can do, as far as guests notice.
 *
 * @param vendor as the processor says it, such as {@code GenuineIntel} or {@code AuthenticAMD}
 * @param features lower-case flag names as in /proc/cpuinfo, such as {@code avx2}
 */
public record CpuModel(String vendor, Set<String> features) {
    public CpuModel {
        features = Set.copyOf(features);
    }

    public boolean hasAll(Set<String> required) {
        return required.isEmpty() || features.containsAll(required);
    }

    /** Whether a guest that was started on this processor can go on, live, on that one. */
    public boolean canSendTo(CpuModel target) {
        // Hosts of one make usually share one set.
        return vendor.equals(target.vendor) && (features == target.features || target.features.containsAll(features));
    }
}
