package org.xenopolis.billing.core;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Collection;
import java.util.List;

/** The proof that comes with usage: each line's hash covers the one before, and the host signs the last. */
public final class UsageChain {
    public static final int HASH_BYTES = 32;
    public static final String SIGNATURE_ALGORITHM = "SHA256withECDSA";

    private UsageChain() {}

    /** A line as it was sent. Equality is by identity: it holds arrays. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Link(byte[] previousHash, byte[] body, byte[] hash) {}

    /** Whether the hash is that of the line and what came before it. */
    public static boolean holds(Link link) {
        return link.previousHash().length == HASH_BYTES && MessageDigest.isEqual(hash(link), link.hash());
    }

    /** Whether each line holds and names the one before it: then a signature over the last covers all. */
    public static boolean holds(List<Link> links) {
        for (int i = 0; i < links.size(); i++) {
            if (!holds(links.get(i))
                    || (i > 0
                            && !MessageDigest.isEqual(
                                    links.get(i - 1).hash(), links.get(i).previousHash()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether one of the keys made the signature over that hash. */
    public static boolean isSigned(byte[] hash, byte[] signature, Collection<PublicKey> keys) {
        for (PublicKey key : keys) {
            try {
                Signature check = Signature.getInstance(SIGNATURE_ALGORITHM);
                check.initVerify(key);
                check.update(hash);
                if (check.verify(signature)) {
                    return true;
                }
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            } catch (GeneralSecurityException e) {
                // Bytes that are no signature, or none by this key: the next one may have made it.
                continue;
            }
        }
        return false;
    }

    private static byte[] hash(Link link) {
        MessageDigest digest = sha256();
        digest.update(link.previousHash());
        return digest.digest(link.body());
    }

    /** @throws IllegalStateException never, every JDK has it */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
