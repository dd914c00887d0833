package org.xenopolis.deploy.local.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A fresh Ed25519 public key in the form of authorized_keys (RFC 8709); the private half is thrown away. */
final class SshKey {
    private static final String TYPE = "ssh-ed25519";
    private static final int KEY_BYTES = 32;

    private SshKey() {}

    static String fresh() {
        try {
            byte[] x509 = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            // The SubjectPublicKeyInfo of an Ed25519 key ends with the 32 bytes of the key itself (RFC 8410).
            byte[] key = Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length);
            ByteArrayOutputStream blob = new ByteArrayOutputStream();
            try (DataOutputStream data = new DataOutputStream(blob)) {
                data.writeInt(TYPE.length());
                data.write(TYPE.getBytes(StandardCharsets.US_ASCII));
                data.writeInt(KEY_BYTES);
                data.write(key);
            }
            return TYPE + " " + Base64.getEncoder().encodeToString(blob.toByteArray()) + " demo";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
