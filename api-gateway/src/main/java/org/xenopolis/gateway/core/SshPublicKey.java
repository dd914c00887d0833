package org.xenopolis.gateway.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OpenSSH public key on one line. Options in front of it are not taken: they would run commands.
 *
 * @param text type, base64 and, if given, a comment of plain characters
 */
public record SshPublicKey(String text, String fingerprint) {
    private static final int TEXT_MAX = 4096;
    private static final Pattern LINE =
            Pattern.compile("([a-z0-9@.-]{7,64}) ([A-Za-z0-9+/]{40,4000}={0,2})( [\\w@.:+ -]{1,128})?");
    private static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    /** @throws IllegalArgumentException with a sentence that says what is wrong */
    public static SshPublicKey parse(String line) {
        String text = line.strip();
        Matcher matcher = LINE.matcher(text);
        if (text.length() > TEXT_MAX || !matcher.matches()) {
            throw new IllegalArgumentException("not a public key in OpenSSH form: type, base64, comment");
        }
        String type = matcher.group(1);
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("keys of this type are not taken");
        }
        byte[] blob = decoded(matcher.group(2));
        if (!type.equals(typeInside(blob))) {
            throw new IllegalArgumentException("the base64 part holds a key of another type");
        }
        return new SshPublicKey(
                text, "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(sha256(blob)));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the key is not base64", e);
        }
    }

    private static String typeInside(byte[] blob) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(blob);
            int length = buffer.getInt();
            if (length < 0 || length > buffer.remaining()) {
                throw new IllegalArgumentException("the key is cut short");
            }
            byte[] type = new byte[length];
            buffer.get(type);
            return new String(type, StandardCharsets.US_ASCII);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the key is cut short", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
