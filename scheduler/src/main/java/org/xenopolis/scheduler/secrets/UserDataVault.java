package org.xenopolis.scheduler.secrets;

import com.google.protobuf.ByteString;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.cluster.InstanceId;

/**
 * Seals what tenants give their guests at the first boot, and opens it for the agents. AES-256-GCM with a random nonce;
 * bound to its instance, so that one instance's row means nothing in another's place.
 */
@ApplicationScoped
public class UserDataVault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeys keys;

    UserDataVault(@ConfigProperty(name = "xeno.secrets.key") String keys) {
        this.keys = SecretKeys.parse(keys);
    }

    String currentKey() {
        return keys.current();
    }

    public Sealed seal(InstanceId owner, ByteString secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] closed = crypt(Cipher.ENCRYPT_MODE, keys.current(), owner, nonce, secret.toByteArray());
        byte[] bytes = Arrays.copyOf(nonce, NONCE_BYTES + closed.length);
        System.arraycopy(closed, 0, bytes, NONCE_BYTES, closed.length);
        return new Sealed(keys.current(), bytes);
    }

    /** @throws IllegalStateException when its key is gone, or it is not what was sealed for this instance */
    public ByteString open(InstanceId owner, Sealed sealed) {
        if (sealed.bytes().length < NONCE_BYTES) {
            throw new IllegalStateException("what is sealed for instance " + owner + " is cut off");
        }
        byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE_BYTES);
        byte[] closed = Arrays.copyOfRange(sealed.bytes(), NONCE_BYTES, sealed.bytes().length);
        return ByteString.copyFrom(crypt(Cipher.DECRYPT_MODE, sealed.keyId(), owner, nonce, closed));
    }

    private byte[] crypt(int mode, String keyId, InstanceId owner, byte[] nonce, byte[] input) {
        SecretKey key =
                keys.key(keyId).orElseThrow(() -> new IllegalStateException("xeno.secrets.key has no key " + keyId));
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(owner.value().getMostSignificantBits())
                    .putLong(owner.value().getLeastSignificantBits())
                    .flip());
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret of instance " + owner + " cannot be sealed or opened", e);
        }
    }
}
