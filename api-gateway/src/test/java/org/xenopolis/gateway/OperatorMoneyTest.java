package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Usage, billed and not billed, as it is shown and decided on. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class OperatorMoneyTest {
    @Test
    void usageIsReadPageByPage() {
        Api tenant = Api.openTenant();
        String instance = UUID.randomUUID().toString();
        CloudResource.cloud().billing.used(instance, 5);

        assertThat(all(tenant, "/v1/usage?limit=2&instanceId=" + instance)).containsExactly(0, 1, 2, 3, 4);
        assertThat(all(
                        Api.operator(),
                        "/operator/v1/usage?limit=2&instanceId=" + instance + "&tenantId=" + tenant.tenant()))
                .containsExactly(0, 1, 2, 3, 4);
        tenant.get("/v1/usage?after=%27").then().statusCode(422).body("code", equalTo("invalid-request"));
    }

    private static List<Integer> all(Api who, String first) {
        List<Integer> sequences = new ArrayList<>();
        @Nullable String next = first;
        while (next != null) {
            Response page = who.get(next).then().statusCode(200).extract().response();
            sequences.addAll(page.path("items.sequence"));
            next = page.path("next");
        }
        return sequences;
    }

    @Test
    void anOperatorDecidesOnUsageInQuarantineForAReasonOnce() {
        Api operator = Api.operator();
        String line = CloudResource.cloud().billing.quarantine();
        String other = CloudResource.cloud().billing.quarantine();
        Map<String, String> cause = Map.of("cause", "host-7 had a wrong clock");

        operator.get("/operator/v1/quarantine?limit=200").then().statusCode(200).body("items.id", hasItem(line));
        operator.get("/operator/v1/quarantine/" + line)
                .then()
                .body("reason", equalTo("OVERLAP"))
                .body("outcome", nullValue());
        operator.post("/operator/v1/quarantine/" + line + "/discard", Map.of())
                .then()
                .statusCode(422);
        operator.post("/operator/v1/quarantine/" + line + "/discard", cause, "once")
                .then()
                .statusCode(200)
                .body("outcome", equalTo("DISCARDED"))
                .body("cause", equalTo("host-7 had a wrong clock"));
        operator.post("/operator/v1/quarantine/" + line + "/discard", cause, "once")
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", "true");
        operator.post("/operator/v1/quarantine/" + line + "/release", cause)
                .then()
                .statusCode(409)
                .body("code", equalTo("already-decided"));
        operator.post("/operator/v1/quarantine/" + other + "/release", cause)
                .then()
                .statusCode(200)
                .body("outcome", equalTo("BILLED"));

        operator.get("/operator/v1/quarantine?limit=200").then().body("items.id", not(hasItem(line)));
        operator.get("/operator/v1/quarantine?limit=200&decided=true").then().body("items.id", hasItem(line));
        assertThat(operator.get("/operator/v1/audit?limit=200&tenantId=" + new UUID(0, 0))
                        .asString())
                .contains("quarantine.discard")
                .contains("quarantine.release")
                .contains("refused:already-decided")
                .contains(line);
    }
}
