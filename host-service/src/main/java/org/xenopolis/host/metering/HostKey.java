package org.xenopolis.host.metering;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.function.Supplier;

/**
 * The private key of a host's identity: it signs what the host measured.
 *
 * @param current the EC key of the certificate that the host shows now: whoever checks a signature has learnt the key from
 *     there
 */
public record HostKey(Supplier<PrivateKey> current) {
    /** SHA256withECDSA. */
    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(current.get());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }
}
