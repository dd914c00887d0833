package org.xenopolis.cluster;

import java.util.regex.Pattern;

/** Names a zone: hosts that fail together (a room, a power feed). A DNS label that starts with a letter. */
public record ZoneName(String value) implements Comparable<ZoneName> {
    private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    public ZoneName {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a zone name (a-z, 0-9 and -, 1 to 63 characters): " + value);
        }
    }

    public static ZoneName of(String text) {
        return new ZoneName(text);
    }

    @Override
    public int compareTo(ZoneName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
