package org.xenopolis.planner.core;

/**
 * What the past taught.
 *
 * @param models of what moves take
 * @param benefitKept how much of what plans promised came true, 0..1: the gain of the next ones is counted at this rate
 */
public record Experience(PreCopyModels models, double benefitKept) {
    public static final Experience NONE = new Experience(PreCopyModels.UNTAUGHT, 1);

    public Experience {
        if (!(benefitKept >= 0 && benefitKept <= 1)) {
            throw new IllegalArgumentException("not a share: " + benefitKept);
        }
    }
}
