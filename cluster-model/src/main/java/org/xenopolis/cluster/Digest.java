package org.xenopolis.cluster;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of some bytes, written {@code sha256:} and 64 lower-case hex digits. */
public record Digest(String value) implements Comparable<Digest> {
    private static final String PREFIX = "sha256:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");
    private static final int LENGTH_BYTES = 32;

    public Digest {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not of the form sha256:<64 hex digits>: " + value);
        }
    }

    public static Digest of(String text) {
        return new Digest(text);
    }

    /** Wraps the 32 bytes that a SHA-256 {@link java.security.MessageDigest} gives. */
    public static Digest ofSha256(byte[] sha256) {
        if (sha256.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + sha256.length);
        }
        return new Digest(PREFIX + HexFormat.of().formatHex(sha256));
    }

    /** The 64 hex digits alone, good for a file name. */
    public String hex() {
        return value.substring(PREFIX.length());
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex());
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
