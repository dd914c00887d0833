package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the API's own document: without credentials, in the wrong role, by the wrong port, and with another
 * tenant's ids. An operation that this test does not know how to call fails it.
 */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class AuthorisationMatrixTest {
    /** Anybody may read these. */
    private static final Set<String> OPEN = Set.of("getConsoleConfig");

    private record Operation(
            String id, String method, String path, @Nullable String contentType) {
        boolean isOperators() {
            return path.startsWith("/operator") || path.startsWith("/console");
        }

        boolean hasIds() {
            return path.contains("{");
        }
    }

    @Test
    void withoutCredentialsEverythingIsUnauthenticated() {
        forEach(operation -> {
            Response answer = call(
                    Api.with(port(operation), null), operation, operation.path().replaceAll("\\{\\w+}", any()));
            return expect(answer, 401, "unauthenticated");
        });
    }

    @Test
    void inTheWrongRoleEverythingIsForbidden() {
        Api tenant = Api.openTenant();
        forEach(operation -> {
            String token =
                    operation.isOperators() ? tenant.token() : Api.operator().token();
            Response answer = call(
                    Api.with(port(operation), token),
                    operation,
                    operation.path().replaceAll("\\{\\w+}", any()));
            return expect(answer, 403, "forbidden");
        });
    }

    @Test
    void byTheWrongPortNothingIsThere() {
        Api tenant = Api.openTenant();
        forEach(operation -> {
            int port = operation.isOperators() ? Api.tenantPort() : Api.operatorPort();
            String token = operation.isOperators() ? Api.operator().token() : tenant.token();
            Response answer =
                    call(Api.with(port, token), operation, operation.path().replaceAll("\\{\\w+}", any()));
            return expect(answer, 404, "not-found");
        });
    }

    @Test
    void anotherTenantsThingsAreAsAbsentAsWhatNeverWas() {
        Api victim = Api.openTenant();
        Belongings belongings = Belongings.of(victim);
        Api curious = Api.openTenant();
        forEach(operation -> {
            if (operation.isOperators()) {
                return "";
            }
            if (!operation.hasIds()) {
                return operation.method().equals("GET") && !operation.id().equals("streamEvents")
                        ? leaks(call(curious, operation, operation.path()), belongings)
                        : "";
            }
            String theirs = belongings.fill(operation.path());
            String nobodys =
                    operation.path().replaceAll("\\{(?!role)\\w+}", any()).replace("{role}", "disk");
            Response seen = call(curious, operation, theirs);
            Response absent = call(curious, operation, nobodys);
            boolean same = seen.asString().equals(absent.asString());
            return same ? expect(seen, 404, "not-found") : "differs: " + seen.asString() + " / " + absent.asString();
        });
        // Nothing of it had an effect.
        assertThat(victim.get(belongings.fill("/v1/projects/{id}")).statusCode())
                .isEqualTo(200);
        assertThat(victim.get(belongings.fill("/v1/instances/{id}")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherTenantsThingsCannotBeUsedInABody() {
        Api victim = Api.openTenant();
        Belongings theirs = Belongings.of(victim);
        Api curious = Api.openTenant();
        String mine = curious.image();
        String network =
                curious.post("/v1/networks", Bodies.of("createNetwork")).path("id");
        SoftAssertions all = new SoftAssertions();
        List<Map<String, ?>> wishes = List.of(
                Map.of(
                        "networks",
                        List.of(Map.of(
                                "networkId", network, "securityGroupIds", List.of(theirs.id("security-groups"))))),
                Map.of("imageId", theirs.id("images")),
                Map.of("projectId", theirs.id("projects")),
                Map.of("keyPairIds", List.of(theirs.id("keypairs"))),
                Map.of("networks", List.of(Map.of("networkId", theirs.id("networks")))));
        for (Map<String, ?> wish : wishes) {
            var body = new java.util.HashMap<String, Object>(Api.small(mine));
            body.putAll(wish);
            all.assertThat(curious.post("/v1/instances", body).statusCode())
                    .as(wish.toString())
                    .isEqualTo(404);
        }
        Map<String, Object> project = Map.of("projectId", theirs.id("projects"));
        for (String path : List.of("volumes", "networks", "security-groups", "images")) {
            var body = new java.util.HashMap<String, Object>(Map.of(
                            "volumes", Map.of("name", "x", "sizeMiB", 1),
                            "networks", Map.of("name", "x", "cidr", "10.0.0.0/24"),
                            "security-groups", Map.of("name", "x"),
                            "images", Map.of("name", "x", "kind", "DISK"))
                    .get(path));
            body.putAll(project);
            all.assertThat(curious.post("/v1/" + path, body).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        all.assertThat(curious.post("/v1/addresses", Map.of("networkId", theirs.id("networks")))
                        .statusCode())
                .isEqualTo(404);
        all.assertAll();
    }

    private interface Check {
        /** @return what is wrong, or nothing */
        String of(Operation operation);
    }

    private static void forEach(Check check) {
        List<Operation> operations = operations();
        assertThat(operations).hasSizeGreaterThan(80);
        SoftAssertions all = new SoftAssertions();
        for (Operation operation : operations) {
            if (!OPEN.contains(operation.id())) {
                all.assertThat(check.of(operation)).as(operation.toString()).isEmpty();
            }
        }
        all.assertAll();
    }

    private static String expect(Response answer, int status, String code) {
        String seen = answer.statusCode() + " " + answer.asString();
        return answer.statusCode() == status && answer.asString().contains("\"code\":\"" + code + "\"") ? "" : seen;
    }

    private static String leaks(Response answer, Belongings belongings) {
        if (answer.statusCode() != 200) {
            return answer.statusCode() + " " + answer.asString();
        }
        return belongings.ids().stream()
                .filter(answer.asString()::contains)
                .findFirst()
                .map(id -> "shows " + id)
                .orElse("");
    }

    private static int port(Operation operation) {
        return operation.isOperators() ? Api.operatorPort() : Api.tenantPort();
    }

    private static String any() {
        return UUID.randomUUID().toString();
    }

    private static Response call(Api who, Operation operation, String path) {
        RequestSpecification request = who.request().header("Idempotency-Key", any());
        if (operation.contentType() != null) {
            Object body = Bodies.of(operation.id());
            request.contentType(operation.contentType());
            request = body instanceof byte[] bytes ? request.body(bytes) : request.body(body);
        }
        return request.request(operation.method(), path);
    }

    private static List<Operation> operations() {
        try {
            JsonNode document = new ObjectMapper()
                    .readTree(RestAssured.given()
                            .port(Api.tenantPort())
                            .get("/q/openapi?format=json")
                            .asString());
            List<Operation> operations = new ArrayList<>();
            document.required("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(method -> operations.add(operation(path.getKey(), method))));
            return operations;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Operation operation(String path, Map.Entry<String, JsonNode> method) {
        Iterator<String> types =
                method.getValue().path("requestBody").path("content").fieldNames();
        return new Operation(
                method.getValue().required("operationId").asText(),
                method.getKey().toUpperCase(java.util.Locale.ROOT),
                path,
                types.hasNext() ? types.next() : null);
    }
}
