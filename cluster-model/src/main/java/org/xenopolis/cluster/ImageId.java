package org.xenopolis.cluster;

import java.util.UUID;

/** Names an image as a tenant sees it; the bytes behind it are named by a {@link Digest}. */
public record ImageId(UUID value) implements Comparable<ImageId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static ImageId of(String text) {
        return new ImageId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(ImageId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
