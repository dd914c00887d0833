package org.xenopolis.cluster;

import java.util.UUID;

/** Names a disk that can outlive the instance it is attached to. */
public record VolumeId(UUID value) implements Comparable<VolumeId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static VolumeId of(String text) {
        return new VolumeId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(VolumeId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
