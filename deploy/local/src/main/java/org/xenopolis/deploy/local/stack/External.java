package org.xenopolis.deploy.local.stack;

import java.util.HashMap;
import java.util.List;
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
 * @param s3 the variables {@code XENO_IMAGE_S3_…}, for the image store alone; empty keeps images in a folder
 */
public record External(
        @Nullable DatabaseAccess database,
        @Nullable String kafka,
        @Nullable String issuer,
        @Nullable String keycloakAdminSecret,
        Map<String, String> s3) {
    private static final String S3 = "XENO_IMAGE_S3_";
    private static final List<String> S3_REQUIRED = List.of("ENDPOINT", "BUCKET", "ACCESS_KEY", "SECRET_KEY");

    public External {
        s3 = Map.copyOf(s3);
    }

    public static External of(Map<String, String> environment) {
        String url = environment.get("XENO_PG_URL_JDBC");
        DatabaseAccess database = url == null
                ? null
                : new DatabaseAccess(
                        url,
                        required(environment, "XENO_PG_URL_JDBC", "XENO_PG_USER"),
                        required(environment, "XENO_PG_URL_JDBC", "XENO_PG_PASSWORD"));
        return new External(
                database,
                environment.get("XENO_KAFKA"),
                environment.get("XENO_OIDC_ISSUER"),
                environment.get("XENO_KEYCLOAK_ADMIN_SECRET"),
                s3(environment));
    }

    private static Map<String, String> s3(Map<String, String> environment) {
        Map<String, String> s3 = new HashMap<>(environment);
        s3.keySet().removeIf(name -> !name.startsWith(S3));
        for (String name : S3_REQUIRED) {
            s3.keySet().stream().findAny().ifPresent(said -> required(environment, said, S3 + name));
        }
        return s3;
    }

    private static String required(Map<String, String> environment, String because, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new StackException(because + " is set, so " + name + " has to be set too"));
    }

    /** Where the engines are, without what opens them: enough for whoever only uses the stack. */
    public External withoutSecrets() {
        return new External(
                database == null ? null : new DatabaseAccess(database.jdbcUrl(), database.user(), ""),
                kafka,
                issuer,
                null,
                Map.of());
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "External[" + database + ", " + kafka + ", " + issuer + "]";
    }
}
