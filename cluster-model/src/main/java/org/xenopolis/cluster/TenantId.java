package org.xenopolis.cluster;

import java.util.UUID;

/** Names the tenant who owns things and pays for them. */
public record TenantId(UUID value) implements Comparable<TenantId> {
    /** Reads the canonical form (lower case, 8-4-4-4-12); anything else is an {@link IllegalArgumentException}. */
    public static TenantId of(String text) {
        return new TenantId(CanonicalUuid.parse(text));
    }

    @Override
    public int compareTo(TenantId other) {
        return CanonicalUuid.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
