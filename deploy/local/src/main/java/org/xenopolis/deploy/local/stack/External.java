package org.xenopolis.deploy.local.stack;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.DatabaseAccess;

/**
 * Engines that run elsewhere, named in the environment of {@code up}: the embedded one of that kind is not started.
 *
 * @param database from {@code XENO_PG_URL_JDBC}, {@code XENO_PG_USER}, {@code XENO_PG_PASSWORD}
 * @param kafka bootstrap servers, from {@code XENO_KAFKA}
 * @param issuer of a realm like ours, from {@code XENO_OIDC_ISSUER}
 * @param keycloakAdminSecret of that realm's client {@code xenopolis-admin}, from {@code XENO_KEYCLOAK_ADMIN_SECRET};
 *     without it no logins are made
 */
public record External(
        @Nullable DatabaseAccess database,
        @Nullable String kafka,
        @Nullable String issuer,
        @Nullable String keycloakAdminSecret) {

    public static External of(Map<String, String> environment) {
        String url = environment.get("XENO_PG_URL_JDBC");
        DatabaseAccess database = url == null
                ? null
                : new DatabaseAccess(
                        url, required(environment, "XENO_PG_USER"), required(environment, "XENO_PG_PASSWORD"));
        return new External(
                database,
                environment.get("XENO_KAFKA"),
                environment.get("XENO_OIDC_ISSUER"),
                environment.get("XENO_KEYCLOAK_ADMIN_SECRET"));
    }

    private static String required(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new StackException("XENO_PG_URL_JDBC is set, so " + name + " has to be set too"));
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "External[" + database + ", " + kafka + ", " + issuer + "]";
    }
}
