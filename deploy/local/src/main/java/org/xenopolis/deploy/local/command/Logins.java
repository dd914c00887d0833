package org.xenopolis.deploy.local.command;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.KeycloakAccounts;
import org.xenopolis.deploy.engines.KeycloakAccounts.Account;
import org.xenopolis.deploy.engines.Realm;
import org.xenopolis.deploy.engines.Secrets;
import org.xenopolis.deploy.local.stack.Json;
import org.xenopolis.deploy.local.stack.StateFolder;

/** Who can log in to a local stack: two tenants and an operator, kept in a file of mode 0600. */
record Logins(List<Login> logins) {
    static final UUID ALICES_TENANT = UUID.fromString("00000000-0000-4000-9000-00000000a11c");
    static final UUID BOBS_TENANT = UUID.fromString("00000000-0000-4000-9000-000000000b0b");

    /** One user; an operator has no tenant. */
    record Login(
            String user,
            String password,
            String role,
            @Nullable UUID tenant) {
        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Login[" + user + ", " + role + "]";
        }
    }

    /** The stack's logins; their passwords are made the first time. */
    static Logins of(StateFolder state) {
        return Json.read(state.logins(), Logins.class).orElseGet(() -> {
            Logins made = new Logins(List.of(
                    new Login("alice", Secrets.random(), Realm.TENANT_ROLE, ALICES_TENANT),
                    new Login("bob", Secrets.random(), Realm.TENANT_ROLE, BOBS_TENANT),
                    new Login("oscar", Secrets.random(), Realm.OPERATOR_ROLE, null)));
            Json.write(state.logins(), made);
            return made;
        });
    }

    void makeIn(KeycloakAccounts keycloak) {
        logins.forEach(
                login -> keycloak.ensure(new Account(login.user(), login.password(), login.role(), login.tenant())));
    }
}
