package org.xenopolis.scheduler.secrets;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys by which secrets are sealed, by id: the first seals, every one opens. To rotate, put a new one first, restart,
 * and drop the old one once nothing is sealed by it.
 */
final class SecretKeys {
    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    private final String current;
    private final Map<String, SecretKey> byId;

    private SecretKeys(String current, Map<String, SecretKey> byId) {
        this.current = current;
        this.byId = byId;
    }

    /**
     * Reads {@code id:key,id:key…}, the keys being 32 bytes in base64.
     *
     * @throws IllegalArgumentException otherwise; the message holds nothing of a key
     */
    static SecretKeys parse(String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            int colon = entry.indexOf(':');
            String id = colon < 0 ? "" : entry.substring(0, colon).strip();
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("xeno.secrets.key is not of the form id:key,id:key");
            }
            if (keys.put(id, key(id, entry.substring(colon + 1).strip())) != null) {
                throw new IllegalArgumentException("xeno.secrets.key has two keys " + id);
            }
        }
        return new SecretKeys(keys.keySet().iterator().next(), keys);
    }

    private static SecretKey key(String id, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Without the cause, which quotes a piece of the key.
            throw new IllegalArgumentException("the key " + id + " of xeno.secrets.key is not base64");
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the key " + id + " of xeno.secrets.key has not " + KEY_BYTES + " bytes");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** The id of the key that seals. */
    String current() {
        return current;
    }

    Optional<SecretKey> key(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Says which, not what. */
    @Override
    public String toString() {
        return "SecretKeys" + byId.keySet();
    }
}
