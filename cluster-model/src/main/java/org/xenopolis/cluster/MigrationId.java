package org.xenopolis.cluster;

import java.util.UUID;

/** Names one attempt to move one instance from one host to another. */
public record MigrationId(UUID value) implements Comparable<MigrationId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static MigrationId of(String text) {
        return new MigrationId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(MigrationId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
