package org.xenopolis.cluster;

import java.util.UUID;

/** Names a migration plan: an ordered list of moves that an operator approves as a whole. */
public record PlanId(UUID value) implements Comparable<PlanId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static PlanId of(String text) {
        return new PlanId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(PlanId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
