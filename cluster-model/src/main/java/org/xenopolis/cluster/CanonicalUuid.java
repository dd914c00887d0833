package org.xenopolis.cluster;

import java.util.UUID;

/**
 * What every id has in common: one text per value, and one order.
 *
 * <p>{@link UUID#fromString} also reads forms such as {@code 1-1-1-1-1}, so that two texts would name one thing; and
 * {@link UUID#compareTo} is signed, unlike PostgreSQL's order and the order of the texts.
 */
final class CanonicalUuid {
    private CanonicalUuid() {}

    static UUID parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("not a canonical UUID: " + text);
        }
        return uuid;
    }

    static int compare(UUID left, UUID right) {
        int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }
}
