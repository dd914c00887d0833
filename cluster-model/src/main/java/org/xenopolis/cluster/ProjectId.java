package org.xenopolis.cluster;

import java.util.UUID;

/** Names a project: a tenant's folder for instances, keys and networks. */
public record ProjectId(UUID value) implements Comparable<ProjectId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static ProjectId of(String text) {
        return new ProjectId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(ProjectId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
