package org.xenopolis.planner.core;

import java.util.Map;
import org.xenopolis.cluster.HostId;

/**
 * What earlier plans taught.
 *
 * @param corrections of what moves out of a host take
 * @param benefitKept how much of what plans promised came true, 0..1: the gain of the next ones is counted at this rate
 */
public record Experience(Map<HostId, Correction> corrections, double benefitKept) {
    public static final Experience NONE = new Experience(Map.of(), 1);

    public Experience {
        corrections = Map.copyOf(corrections);
        if (!(benefitKept >= 0 && benefitKept <= 1)) {
            throw new IllegalArgumentException("not a share: " + benefitKept);
        }
    }

    public Correction correction(HostId source) {
        return corrections.getOrDefault(source, Correction.NONE);
    }
}
