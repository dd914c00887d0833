package org.xenopolis.host.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Links the usage lines of one host: each hash covers the one before it and the line's bytes. */
public final class HashChain {
    public static final int HASH_BYTES = 32;

    private HashChain() {}

    /** What the first line follows. */
    public static byte[] start() {
        return new byte[HASH_BYTES];
    }

    /** SHA-256(previous || body). */
    public static byte[] next(byte[] previous, byte[] body) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(previous);
            return sha256.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
