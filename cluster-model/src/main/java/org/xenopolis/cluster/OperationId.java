package org.xenopolis.cluster;

import java.util.UUID;

/** Names one accepted piece of long work: a create, a stop, a migration. */
public record OperationId(UUID value) implements Comparable<OperationId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static OperationId of(String text) {
        return new OperationId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(OperationId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
