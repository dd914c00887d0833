package org.xenopolis.deploy.local.stack;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.Secrets;

/**
 * The passwords of the embedded engines and the scheduler's keys, made once and kept in a file of mode 0600.
 *
 * @param secretsKey the scheduler's {@code xeno.secrets.key}; a state folder from before there was one has none
 */
public record StackSecrets(
        String postgresPassword,
        String keycloakAdminPassword,
        String keycloakAdminSecret,
        @Nullable String secretsKey) {
    private static final int KEY_BYTES = 32;

    /** Reads them, or makes those that are missing. */
    public static StackSecrets of(StateFolder state) {
        StackSecrets known = Json.read(state.secrets(), StackSecrets.class)
                .orElseGet(() -> new StackSecrets(Secrets.random(), Secrets.random(), Secrets.random(), null));
        if (known.secretsKey != null) {
            return known;
        }
        StackSecrets made = new StackSecrets(
                known.postgresPassword, known.keycloakAdminPassword, known.keycloakAdminSecret, "local-1:" + key());
        Json.write(state.secrets(), made);
        return made;
    }

    private static String key() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "StackSecrets";
    }
}
