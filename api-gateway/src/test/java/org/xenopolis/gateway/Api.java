package org.xenopolis.gateway;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.KeycloakAccounts;
import org.xenopolis.deploy.engines.KeycloakAccounts.Account;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.gateway.edge.OperatorPort;

/** Somebody who calls the gateway under test. */
final class Api {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<String, Login> LOGINS = new ConcurrentHashMap<>();
    private static final Duration FRESH = Duration.ofMinutes(3);

    /** A token is asked for again before it runs out. */
    private record Login(String token, long sinceNanos) {
        static String token(String name, Supplier<Account> account) {
            return LOGINS.compute(name, (ignored, known) -> {
                        if (known != null && System.nanoTime() - known.sinceNanos() < FRESH.toNanos()) {
                            return known;
                        }
                        KeycloakAccounts accounts = TestStack.shared().accounts();
                        if (known == null) {
                            accounts.ensure(account.get());
                        }
                        return new Login(accounts.token(name, "secret"), System.nanoTime());
                    })
                    .token();
        }
    }

    private final int port;
    private final Supplier<@Nullable String> token;
    private final @Nullable UUID tenant;

    private Api(int port, Supplier<@Nullable String> token, @Nullable UUID tenant) {
        this.port = port;
        this.token = token;
        this.tenant = tenant;
    }

    static int tenantPort() {
        return RestAssured.port;
    }

    static int operatorPort() {
        return CDI.current().select(OperatorPort.class).get().number();
    }

    static Api operator() {
        return new Api(operatorPort(), () -> Login.token("oscar", () -> Account.operator("oscar", "secret")), null);
    }

    /** A login with that tenant's claim; the tenant need not be open. */
    static Api login(UUID tenant) {
        String name = "t" + tenant;
        return new Api(tenantPort(), () -> Login.token(name, () -> Account.tenant(name, "secret", tenant)), tenant);
    }

    static Api with(int port, @Nullable String token) {
        return new Api(port, () -> token, null);
    }

    /** A new tenant with money, and its login. @param quota as JSON, or null for the default */
    static Api openTenant(@Nullable Map<String, ?> quota) {
        Map<String, Object> body = new java.util.HashMap<>();
        body.put("name", "Tenant " + NUMBER.incrementAndGet());
        if (quota != null) {
            body.put("quota", quota);
        }
        Api operator = operator();
        String id = operator.post("/operator/v1/tenants", body)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        operator.post("/operator/v1/tenants/" + id + "/top-ups", Map.of("amountMicros", 1_000_000_000))
                .then()
                .statusCode(200);
        return login(UUID.fromString(id));
    }

    static Api openTenant() {
        return openTenant(null);
    }

    UUID tenant() {
        return java.util.Objects.requireNonNull(tenant);
    }

    String token() {
        return java.util.Objects.requireNonNull(token.get());
    }

    int port() {
        return port;
    }

    RequestSpecification request() {
        RequestSpecification request = RestAssured.given().port(port).urlEncodingEnabled(false);
        String bearer = token.get();
        return bearer == null ? request : request.header("Authorization", "Bearer " + bearer);
    }

    Response get(String path) {
        return request().get(path);
    }

    Response post(String path, @Nullable Object body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    Response post(String path, @Nullable Object body, String key) {
        RequestSpecification request = request().header("Idempotency-Key", key);
        return body == null
                ? request.post(path)
                : request.contentType(ContentType.JSON).body(body).post(path);
    }

    Response put(String path, Object body) {
        return request().contentType(ContentType.JSON).body(body).put(path);
    }

    Response delete(String path) {
        return request().delete(path);
    }

    /** An image that is ready. */
    String image() {
        String id = post("/v1/images", Map.of("name", "debian", "kind", "DISK"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        request()
                .contentType("application/octet-stream")
                .body(new byte[3 << 20])
                .put("/v1/images/" + id + "/parts/disk")
                .then()
                .statusCode(200);
        return id;
    }

    static Map<String, Object> small(String image) {
        return Map.of("name", "web-1", "imageId", image, "vcpus", 1, "memoryMiB", 256, "diskMiB", 1024);
    }
}
