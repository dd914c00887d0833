package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What differs between one installation's realm {@code xenopolis} and another's; the rest is the resource
 * {@code xenopolis-realm.json}.
 *
 * @param adminPassword of Keycloak's own administrator ({@code admin} in the realm {@code master})
 * @param adminSecret of the client {@code xenopolis-admin}, which may manage the users of this realm
 * @param consoleRedirects where a login of the console may lead back to
 */
public record Realm(String adminPassword, String adminSecret, List<String> consoleRedirects) {
    public static final String NAME = "xenopolis";
    public static final String AUDIENCE = "xenopolis-api";
    public static final String CLI_CLIENT = "xenopolis-cli";
    public static final String CONSOLE_CLIENT = "xenopolis-console";
    public static final String ADMIN_CLIENT = "xenopolis-admin";
    public static final String TENANT_ROLE = "tenant";
    public static final String OPERATOR_ROLE = "operator";

    public Realm {
        consoleRedirects = List.copyOf(consoleRedirects);
    }

    String json() throws IOException {
        try (InputStream template = Realm.class.getResourceAsStream("xenopolis-realm.json")) {
            if (template == null) {
                throw new IOException("the resource xenopolis-realm.json is missing");
            }
            String redirects = consoleRedirects.stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]"));
            return new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\"@ADMIN_SECRET@\"", Json.quote(adminSecret))
                    .replace("\"@CONSOLE_REDIRECTS@\"", redirects);
        }
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "Realm[" + NAME + "]";
    }
}
