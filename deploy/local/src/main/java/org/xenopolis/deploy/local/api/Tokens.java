package org.xenopolis.deploy.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Access tokens of one user from Keycloak, renewed a minute before they expire. */
public final class Tokens {
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI issuer;
    private final Login login;
    private final InstantSource clock;
    private String token = "";
    private Instant validUntil = Instant.EPOCH;

    /** @param issuer the realm's URL */
    public Tokens(HttpClient http, URI issuer, Login login, InstantSource clock) {
        this.http = http;
        this.issuer = issuer;
        this.login = login;
        this.clock = clock;
    }

    /** @throws ApiException when Keycloak refuses the login or does not answer */
    public synchronized String current() {
        if (clock.instant().isBefore(validUntil.minus(MARGIN))) {
            return token;
        }
        String form = "grant_type=password&client_id=xenopolis-cli&username=" + encoded(login.user()) + "&password="
                + encoded(login.password());
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new ApiException("Keycloak refuses the login of " + login.user(), answer.statusCode(), "login");
            }
            JsonNode body = JSON.readTree(answer.body());
            token = body.required("access_token").asText();
            validUntil = clock.instant().plusSeconds(body.required("expires_in").asLong());
            return token;
        } catch (IOException e) {
            throw new ApiException("Keycloak does not answer at " + issuer, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
