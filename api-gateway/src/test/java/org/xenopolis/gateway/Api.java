package org.xenopolis.gateway;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.KeycloakAccounts;
import org.xenopolis.deploy.engines.KeycloakAccounts.Account;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.gateway.edge.OperatorPort;

/** Somebody who calls the gateway under test. */
final class Api {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private final int port;
    private final @Nullable String token;
    private final @Nullable UUID tenant;

    private Api(int port, @Nullable String token, @Nullable UUID tenant) {
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
        String token = TOKENS.computeIfAbsent("oscar", name -> {
            KeycloakAccounts accounts = TestStack.shared().accounts();
            accounts.ensure(Account.operator(name, "secret"));
            return accounts.token(name, "secret");
        });
        return new Api(operatorPort(), token, null);
    }

    /** A login with that tenant's claim; the tenant need not be open. */
    static Api login(UUID tenant) {
        String token = TOKENS.computeIfAbsent("t" + tenant, name -> {
            KeycloakAccounts accounts = TestStack.shared().accounts();
            accounts.ensure(Account.tenant(name, "secret", tenant));
            return accounts.token(name, "secret");
        });
        return new Api(tenantPort(), token, tenant);
    }

    static Api with(int port, @Nullable String token) {
        return new Api(port, token, null);
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
        return java.util.Objects.requireNonNull(token);
    }

    int port() {
        return port;
    }

    RequestSpecification request() {
        RequestSpecification request = RestAssured.given().port(port).urlEncodingEnabled(false);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
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
