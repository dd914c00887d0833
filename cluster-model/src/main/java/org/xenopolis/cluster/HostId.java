package org.xenopolis.cluster;

import java.util.UUID;

/** Names one Xen host; equal to the UUID in its certificate. */
public record HostId(UUID value) implements Comparable<HostId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static HostId of(String text) {
        return new HostId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(HostId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
