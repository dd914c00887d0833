package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a request may be: small, shallow, known; and what is said when it is not. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class LimitsTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    ObjectMapper json;

    @Test
    void whatIsDeepOrTwiceNamedIsNotRead() {
        assertThatThrownBy(() -> json.readTree("[".repeat(33) + "]".repeat(33)))
                .isInstanceOf(StreamConstraintsException.class);
        assertThat(json).satisfies(reader -> reader.readTree("[".repeat(32) + "]".repeat(32)));
        assertThatThrownBy(() -> json.readTree("{\"a\":1,\"a\":2}")).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> json.readTree("{} {}")).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void aLargeBodyIsRefused() {
        Api tenant = Api.openTenant();

        send(tenant, "{\"name\":\"" + "x".repeat(2 << 20) + "\"}")
                .then()
                .statusCode(413)
                .body("code", equalTo("body-too-large"));
    }

    @Test
    void whatIsNotExpectedIsNamed() {
        Api tenant = Api.openTenant();

        send(tenant, "{\"name\":\"p\",\"tenantId\":\"x\"}")
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid-request"))
                .body("errors.field", hasItems("tenantId"));
        send(tenant, "{\"name\":").then().statusCode(400).body("code", equalTo("malformed-json"));
        send(tenant, "{\"name\":\"a\",\"name\":\"b\"}").then().statusCode(400);
        send(tenant, "{\"name\":\" \"}").then().statusCode(422).body("errors.field", hasItems("name"));
        send(tenant, "").then().statusCode(422);
        tenant.post(
                        "/v1/instances",
                        Map.of("name", "7", "imageId", UUID.randomUUID().toString()))
                .then()
                .statusCode(422)
                .body("errors.field", hasItems("name", "vcpus", "memoryMiB", "diskMiB"));
    }

    @Test
    void aStaleTagIsRefused() {
        Api tenant = Api.openTenant();
        String id = tenant.post("/v1/instances", Api.small(tenant.image())).path("instance.id");
        String path = "/v1/instances/" + id + "/actions/stop";

        tenant.request()
                .header("Idempotency-Key", "a")
                .header("If-Match", "\"7\"")
                .post(path)
                .then()
                .statusCode(412)
                .body("code", equalTo("precondition-failed"));
        tenant.request()
                .header("Idempotency-Key", "b")
                .header("If-Match", "\"1\"")
                .post(path)
                .then()
                .statusCode(202);
    }

    @Test
    void pagesLeadFromTheFirstToTheLast() {
        Api tenant = Api.openTenant();
        List<String> names = IntStream.range(0, 5)
                .mapToObj(i -> tenant.post("/v1/keypairs", keyPair("k" + i)).<String>path("id"))
                .toList();

        var first = tenant.get("/v1/keypairs?limit=2").then().statusCode(200).extract();
        var second = tenant.get(first.path("next")).then().extract();
        var third = tenant.get(second.path("next")).then().extract();

        List<String> seen = List.of(first, second, third).stream()
                .flatMap(page -> page.<List<String>>path("items.id").stream())
                .collect(Collectors.toList());
        assertThat(seen).isEqualTo(names);
        assertThat((String) third.path("next")).isNull();
        tenant.get("/v1/keypairs?limit=0").then().statusCode(422).body("errors.field", hasItems("limit"));
    }

    @Test
    void aDiskSmallerThanTheImageIsRefused() {
        Api tenant = Api.openTenant();
        Map<String, Object> body = new java.util.HashMap<>(Api.small(tenant.image()));
        body.put("diskMiB", 2);

        tenant.post("/v1/instances", body).then().statusCode(422).body("errors.field", hasItems("diskMiB"));
    }

    @Test
    void aClosedTenantIsSentAway() {
        Api tenant = Api.openTenant();
        tenant.get("/v1/tenant").then().statusCode(200);

        Api.operator()
                .post("/operator/v1/tenants/" + tenant.tenant() + "/close", null)
                .then()
                .statusCode(200);

        tenant.get("/v1/tenant").then().statusCode(403).body("code", equalTo("unknown-tenant"));
        Api.login(UUID.randomUUID()).get("/v1/tenant").then().statusCode(403).body("code", equalTo("unknown-tenant"));
    }

    private static Map<String, Object> keyPair(String name) {
        return Map.of(
                "name",
                name,
                "publicKey",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRyYWdvbnMtYW5kLXRvd2Vycy1hbmQtZ3Vlc3Q=");
    }

    private static io.restassured.response.Response send(Api tenant, String body) {
        return tenant.request()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/projects");
    }
}
