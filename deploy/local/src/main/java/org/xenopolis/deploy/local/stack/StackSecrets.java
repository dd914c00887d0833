package org.xenopolis.deploy.local.stack;

import org.xenopolis.deploy.engines.Secrets;

/** The passwords of the embedded engines, made once and kept in a file of mode 0600. */
public record StackSecrets(String postgresPassword, String keycloakAdminPassword, String keycloakAdminSecret) {
    /** Reads them, or makes them the first time. */
    public static StackSecrets of(StateFolder state) {
        return Json.read(state.secrets(), StackSecrets.class).orElseGet(() -> {
            StackSecrets made = new StackSecrets(Secrets.random(), Secrets.random(), Secrets.random());
            Json.write(state.secrets(), made);
            return made;
        });
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "StackSecrets";
    }
}
