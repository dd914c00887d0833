package org.xenopolis.cluster;

import java.util.UUID;

/** Names one instance for its whole life, on whichever host it runs and through every restart. */
public record InstanceId(UUID value) implements Comparable<InstanceId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static InstanceId of(String text) {
        return new InstanceId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(InstanceId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
