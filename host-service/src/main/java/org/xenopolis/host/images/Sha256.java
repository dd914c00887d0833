package org.xenopolis.host.images;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash that names bytes here. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] of(byte[] bytes) {
        return start().digest(bytes);
    }
}
