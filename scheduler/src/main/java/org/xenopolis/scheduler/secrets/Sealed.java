package org.xenopolis.scheduler.secrets;

/** A secret as it is stored. @param keyId of the key that opens it @param bytes nonce, then what AES-GCM made of it */
public record Sealed(String keyId, byte[] bytes) {
    /** Says how much, not what. */
    @Override
    public String toString() {
        return "Sealed[" + keyId + ", " + bytes.length + " bytes]";
    }
}
