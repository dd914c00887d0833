package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes users of the realm and asks for tokens, over Keycloak's public HTTP interface. */
public final class KeycloakAccounts {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String issuer;
    private final String adminApi;
    private final String adminSecret;

    /** Somebody who can log in. A tenant has the claim {@code tenant}; an operator has none. */
    public record Account(
            String name,
            String password,
            String role,
            @Nullable UUID tenant) {
        public static Account tenant(String name, String password, UUID tenant) {
            return new Account(name, password, Realm.TENANT_ROLE, tenant);
        }

        public static Account operator(String name, String password) {
            return new Account(name, password, Realm.OPERATOR_ROLE, null);
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Account[" + name + ", " + role + "]";
        }
    }

    /**
     * @param issuer the realm's URL, {@code …/realms/xenopolis}
     * @param adminSecret of the client {@code xenopolis-admin}
     */
    public KeycloakAccounts(String issuer, String adminSecret) {
        this.issuer = issuer;
        this.adminApi = issuer.replace("/realms/", "/admin/realms/");
        this.adminSecret = adminSecret;
    }

    /** An access token of that user for the API, by the password grant of the client {@code xenopolis-cli}. */
    public String token(String user, String password) {
        return token(Map.of(
                "grant_type", "password", "client_id", Realm.CLI_CLIENT, "username", user, "password", password));
    }

    /** Makes the user, or gives the existing one this password, role and tenant. */
    public void ensure(Account account) {
        String admin = token(Map.of(
                "grant_type", "client_credentials", "client_id", Realm.ADMIN_CLIENT, "client_secret", adminSecret));
        String found = call(admin, "GET", "/users?exact=true&username=" + encode(account.name()), "");
        String id = Json.string(found, "id").orElse("");
        if (id.isEmpty()) {
            call(admin, "POST", "/users", json(account));
            found = call(admin, "GET", "/users?exact=true&username=" + encode(account.name()), "");
            id = Json.string(found, "id").orElseThrow(() -> new EngineException("Keycloak lost " + account.name()));
        } else {
            call(admin, "PUT", "/users/" + id, json(account));
        }
        String role = call(admin, "GET", "/roles/" + account.role(), "");
        call(admin, "POST", "/users/" + id + "/role-mappings/realm", "[" + role + "]");
    }

    private static String json(Account account) {
        String attributes = account.tenant() == null
                ? "{}"
                : "{\"tenant\": [" + Json.quote(account.tenant().toString()) + "]}";
        // Keycloak refuses a login of somebody whose profile lacks a mail address or a name.
        return """
                {"username": %1$s, "enabled": true, "email": %2$s, "emailVerified": true,
                 "firstName": %1$s, "lastName": %3$s, "attributes": %4$s, "requiredActions": [],
                 "credentials": [{"type": "password", "value": %5$s, "temporary": false}]}
                """.formatted(
                        Json.quote(account.name()),
                        Json.quote(account.name() + "@xenopolis.invalid"),
                        Json.quote(account.role()),
                        attributes,
                        Json.quote(account.password()));
    }

    private String token(Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Json.string(send(request), "access_token")
                .orElseThrow(() -> new EngineException("Keycloak's answer has no access token"));
    }

    private String call(String token, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(adminApi + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return send(request);
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                // Keycloak's error answers name the field or the grant, never a secret.
                throw new EngineException("Keycloak answered " + response.statusCode() + " to " + request.method() + " "
                        + request.uri().getPath() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new EngineException("Keycloak does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while asking Keycloak", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
