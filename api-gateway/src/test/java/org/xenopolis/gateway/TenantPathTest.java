package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.gateway.fakes.FakeInstances;

/** The tenant's way from an empty account to an invoice, and the operator's beside it. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class TenantPathTest {
    @Test
    void aTenantGoesFromImageToInvoice() {
        Api tenant = Api.openTenant();
        String image = tenant.image();
        tenant.post("/v1/quotes", Map.of("size", "small", "durationSeconds", 3600))
                .then()
                .statusCode(200)
                .body("totalMicros", equalTo(1_000_000));

        var accepted = tenant.post("/v1/instances", Api.small(image))
                .then()
                .statusCode(202)
                .header("Location", startsWith("/v1/operations/"))
                .body("operation.kind", equalTo("CREATE"))
                .body("instance.state", equalTo("PENDING"))
                .extract();
        String id = accepted.path("instance.id");

        tenant.get(accepted.header("Location")).then().statusCode(200).body("instanceId", equalTo(id));
        tenant.get("/v1/instances/" + id)
                .then()
                .statusCode(200)
                .header("ETag", equalTo("\"1\""))
                .body("resources.memoryMiB", equalTo(256));
        tenant.get("/v1/instances").then().body("items.id", hasItem(id));
        tenant.get("/v1/tenant").then().body("used.instances", equalTo(1)).body("used.memoryMiB", equalTo(256));
        for (String action : List.of("start", "reboot", "pause", "unpause", "suspend", "resume", "stop")) {
            tenant.post("/v1/instances/" + id + "/actions/" + action, Map.of())
                    .then()
                    .statusCode(202);
        }
        tenant.post("/v1/instances/" + id + "/actions/stop", null).then().statusCode(202);
        tenant.post("/v1/instances/" + id + "/actions/resize", Map.of("vcpus", 2))
                .then()
                .statusCode(202);
        tenant.post("/v1/instances/" + id + "/actions/snapshot", Map.of("name", "before"))
                .then()
                .statusCode(202)
                .body("imageId", notNullValue());
        tenant.delete("/v1/instances/" + id).then().statusCode(202).body("operation.kind", equalTo("DELETE"));

        String invoice = tenant.post("/v1/invoices", Map.of())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        tenant.get("/v1/invoices/" + invoice).then().statusCode(200).body("lines", hasSize(1));
        tenant.get("/v1/invoices/" + invoice + "/verification").then().body("matches", equalTo(true));
        String csv = tenant.request()
                .header("Accept", "text/csv")
                .get("/v1/invoices/" + invoice)
                .asString();
        assertThat(csv).contains("'=web").contains("\"CPU, seconds\"").contains(",-7,");
    }

    @Test
    void theConsoleIsPlainTextFromAnOffset() {
        Api tenant = Api.openTenant();
        String id = tenant.post("/v1/instances", Api.small(tenant.image())).path("instance.id");

        var console =
                tenant.get("/v1/instances/" + id + "/console?offset=6").then().extract();

        assertThat(console.asString()).isEqualTo(FakeInstances.CONSOLE.substring(6));
        assertThat(console.contentType()).startsWith("text/plain");
        assertThat(console.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(console.header("Content-Security-Policy")).contains("sandbox");
        assertThat(console.header("Console-Next-Offset")).isEqualTo("" + FakeInstances.CONSOLE.length());
        assertThat(tenant.get("/v1/instances/" + id + "/console?follow=true").asString())
                .isEqualTo(FakeInstances.CONSOLE);
    }

    @Test
    void anOperatorReadsAnyConsoleAndIsHeldToTheSameRules() {
        Api tenant = Api.openTenant();
        String id = tenant.post("/v1/instances", Api.small(tenant.image())).path("instance.id");
        Api operator = Api.operator();

        var console = operator.get("/operator/v1/instances/" + id + "/console?offset=6")
                .then()
                .statusCode(200)
                .extract();

        assertThat(console.asString()).isEqualTo(FakeInstances.CONSOLE.substring(6));
        assertThat(console.contentType()).startsWith("text/plain");
        assertThat(console.header("Content-Security-Policy")).contains("sandbox");
        assertThat(operator.get("/operator/v1/instances/" + id + "/console?follow=true")
                        .asString())
                .isEqualTo(FakeInstances.CONSOLE);
        operator.get("/operator/v1/instances/" + UUID.randomUUID() + "/console")
                .then()
                .statusCode(404);
    }

    @Test
    void anInstanceGetsAddressesKeysAndRules() {
        Api tenant = Api.openTenant();
        String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRyYWdvbnMtYW5kLXRvd2Vycy1hbmQtZ3Vlc3Q= me@home";
        String pair = tenant.post("/v1/keypairs", Map.of("name", "home", "publicKey", key))
                .then()
                .statusCode(201)
                .body("fingerprint", startsWith("SHA256:"))
                .extract()
                .path("id");
        String network = tenant.post("/v1/networks", Map.of("name", "inner", "cidr", "10.1.0.0/29"))
                .then()
                .statusCode(201)
                .body("gateway", equalTo("10.1.0.1"))
                .extract()
                .path("id");
        String group = tenant.post("/v1/security-groups", Map.of("name", "ssh")).path("id");
        Map<String, Object> ssh = Map.of(
                "direction", "ingress", "protocol", "tcp", "portFrom", 22, "portTo", 22, "remoteCidr", "0.0.0.0/0");
        tenant.post("/v1/security-groups/" + group + "/rules", ssh)
                .then()
                .statusCode(201)
                .body("rules", hasSize(1));
        String kept = tenant.post("/v1/addresses", Map.of("networkId", network))
                .then()
                .statusCode(201)
                .body("ipv4", equalTo("10.1.0.2"))
                .extract()
                .path("id");
        String image = tenant.image();
        var base = new java.util.HashMap<>(Api.small(image));
        base.put("keyPairIds", List.of(pair));

        base.put("networks", List.of(Map.of("networkId", network, "securityGroupIds", List.of(group))));
        String first = tenant.post("/v1/instances", base)
                .then()
                .statusCode(202)
                .body("instance.nics[0].ipv4", equalTo("10.1.0.3"))
                .extract()
                .path("instance.id");
        base.put("networks", List.of(Map.of("networkId", network, "addressId", kept)));
        tenant.post("/v1/instances", base).then().statusCode(202).body("instance.nics[0].ipv4", equalTo("10.1.0.2"));

        var spec = CloudResource.cloud().instances.known(first).getSpec();
        assertThat(spec.getSshPublicKeysList()).containsExactly(key);
        assertThat(spec.getNics(0).getRules(0).getPortFrom()).isEqualTo(22);
        tenant.post("/v1/instances", base).then().statusCode(409).body("code", equalTo("in-use"));
        tenant.delete("/v1/networks/" + network).then().statusCode(409).body("code", equalTo("in-use"));
    }

    @Test
    void aTenantPinsAnInstanceAndAnOperatorHasToSayForce() {
        Api tenant = Api.openTenant();
        Map<String, Object> body = new HashMap<>(Api.small(tenant.image()));
        body.put("pauseMaxMillis", 250);
        String instance = tenant.post("/v1/instances", body)
                .then()
                .statusCode(202)
                .extract()
                .path("instance.id");
        tenant.get("/v1/instances/" + instance)
                .then()
                .body("migration", equalTo("ALLOWED"))
                .body("pauseMaxMillis", equalTo(250));
        tenant.put("/v1/instances/" + instance + "/migration", Map.of("policy", "NEVER"))
                .then()
                .statusCode(422);
        tenant.put("/v1/instances/" + instance + "/migration", Map.of("policy", "PINNED"))
                .then()
                .statusCode(200)
                .body("migration", equalTo("PINNED"))
                .body("pauseMaxMillis", equalTo(null));

        Api operator = Api.operator();
        operator.post("/operator/v1/instances/" + instance + "/migrate", Map.of())
                .then()
                .statusCode(409)
                .body("code", equalTo("instance-pinned"));
        operator.post("/operator/v1/instances/" + instance + "/migrate", Map.of("force", true))
                .then()
                .statusCode(202);
        assertThat(audited(operator)).contains("instances.migrate-forced");
    }

    /** Every page: other tests have left more than one. */
    private static List<String> audited(Api operator) {
        List<String> actions = new ArrayList<>();
        String next = "/operator/v1/audit?limit=200";
        while (next != null) {
            var page = operator.get(next);
            List<String> found = page.path("items.action");
            actions.addAll(found);
            next = page.path("next");
        }
        return actions;
    }

    @Test
    void anOperatorRunsTheFleet() {
        Api operator = Api.operator();
        String host = UUID.randomUUID().toString();
        operator.put("/operator/v1/hosts/" + host, Map.of("name", "h1", "zone", "a", "address", "127.0.0.1:7000"))
                .then()
                .statusCode(200)
                .body("name", equalTo("h1"));
        operator.get("/operator/v1/hosts").then().body("items.id", hasItem(host));
        operator.post("/operator/v1/hosts/" + host + "/cordon", Map.of())
                .then()
                .statusCode(200)
                .body("state", equalTo("CORDONED"));
        operator.post("/operator/v1/hosts/" + host + "/drain", null).then().statusCode(202);
        operator.post("/operator/v1/placement/what-if", Map.of("size", "large"))
                .then()
                .statusCode(200)
                .body("rejections[0].reason", equalTo("MEMORY"));
        Map<String, Object> book = Map.of(
                "currency",
                "EUR",
                "prices",
                List.of(Map.of(
                        "dimension", "CPU_USED", "micros", 20000, "per", "3600000000000", "unitLabel", "CPU hour")));
        operator.put("/operator/v1/price-books/" + UUID.randomUUID(), book)
                .then()
                .statusCode(200);
        operator.get("/operator/v1/price-books").then().body("items[0].currency", equalTo("EUR"));
        String plan = operator.post("/operator/v1/plans", Map.of("goal", "BALANCE"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        operator.post("/operator/v1/plans/" + plan + "/approve", Map.of("hash", "ab".repeat(32)))
                .then()
                .statusCode(202)
                .body("state", equalTo("APPROVED"));
        operator.get("/operator/v1/snapshot").then().statusCode(200).body("hosts.id", hasItem(host));
        operator.get("/operator/v1/tenants").then().statusCode(200);
        operator.get("/console/config.json").then().statusCode(200).body("clientId", equalTo("xenopolis-console"));
    }
}
