package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.gateway.fakes.FakeInstances;

/** One key, one effect, whatever happens in between. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class IdempotencyTest {
    private final FakeInstances scheduler = CloudResource.cloud().instances;

    @Test
    void theSameRequestAgainGetsTheSameAnswerAndHasNoSecondEffect() {
        Api tenant = Api.openTenant();
        Map<String, Object> body = Api.small(tenant.image());
        int before = scheduler.creates.get();

        Response first = tenant.post("/v1/instances", body, "k1");
        Response second = tenant.post("/v1/instances", body, "k1");

        first.then().statusCode(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(scheduler.creates.get() - before).isEqualTo(1);
        assertThat(used(tenant)).isEqualTo(1);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        Api tenant = Api.openTenant();
        Map<String, Object> body = new HashMap<>(Api.small(tenant.image()));
        tenant.post("/v1/instances", body, "k2").then().statusCode(202);
        body.put("vcpus", 2);

        tenant.post("/v1/instances", body, "k2").then().statusCode(422).body("code", equalTo("idempotency-key-reused"));
        tenant.post("/v1/projects", Map.of("name", "p"), "k2").then().statusCode(422);
        // Another tenant's keys are its own.
        Api.openTenant().post("/v1/projects", Map.of("name", "p"), "k2").then().statusCode(201);
    }

    @Test
    void aPostWithoutAKeyIsRefused() {
        Api tenant = Api.openTenant();
        tenant.request()
                .contentType("application/json")
                .body(Map.of("name", "p"))
                .post("/v1/projects")
                .then()
                .statusCode(400)
                .body("code", equalTo("idempotency-key-missing"));
    }

    @Test
    void aRequestThatIsBeingWorkedOnIsNotDoneTwice() throws Exception {
        Api tenant = Api.openTenant();
        Map<String, Object> body = Api.small(tenant.image());
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        scheduler.beforeCreate.once(() -> {
            reached.countDown();
            await(go);
        });
        int before = scheduler.creates.get();

        CompletableFuture<Response> first =
                CompletableFuture.supplyAsync(() -> tenant.post("/v1/instances", body, "k3"));
        await(reached);
        tenant.post("/v1/instances", body, "k3")
                .then()
                .statusCode(409)
                .body("code", equalTo("request-in-progress"))
                .header("Retry-After", "1");
        go.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        tenant.post("/v1/instances", body, "k3").then().statusCode(202);
        assertThat(scheduler.creates.get() - before).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsFoundByRepeating() {
        Api tenant = Api.openTenant();
        Map<String, Object> body = Api.small(tenant.image());
        int before = scheduler.creates.get();
        scheduler.afterCreate.once(() -> {
            throw Problem.of(ErrorKind.UNAVAILABLE, "peer-unavailable", "gone").exception();
        });

        tenant.post("/v1/instances", body, "k4").then().statusCode(503).header("Retry-After", "1");
        String id = tenant.post("/v1/instances", body, "k4")
                .then()
                .statusCode(202)
                .extract()
                .path("instance.id");

        assertThat(scheduler.creates.get() - before).isEqualTo(1);
        tenant.get("/v1/instances/" + id).then().statusCode(200);
        assertThat(used(tenant)).isEqualTo(1);
    }

    @Test
    void aRequestWithoutEffectLeavesNothing() {
        Api tenant = Api.openTenant();
        Map<String, Object> body = Api.small(tenant.image());
        CloudResource.cloud().billing.beforeAuthorise.once(() -> {
            throw Problem.of(ErrorKind.FUNDS, "insufficient-funds", "Top up first.")
                    .exception();
        });

        tenant.post("/v1/instances", body, "k5").then().statusCode(402).body("code", equalTo("insufficient-funds"));

        assertThat(used(tenant)).isZero();
        tenant.post("/v1/instances", body, "k5").then().statusCode(202);
    }

    @Test
    void aRefusalByTheSchedulerGivesBackTheFunds() {
        Api tenant = Api.openTenant();
        Map<String, Object> body = Api.small(tenant.image());
        int held = CloudResource.cloud().billing.authorised.size();
        scheduler.beforeCreate.once(() -> {
            throw Problem.of(ErrorKind.CONFLICT, "zone-closed", "No.").exception();
        });

        tenant.post("/v1/instances", body).then().statusCode(409).body("code", equalTo("zone-closed"));

        assertThat(used(tenant)).isZero();
        assertThat(CloudResource.cloud().billing.authorised).hasSize(held);
    }

    @Test
    void anOpenedTenantIsOpenedOnce() {
        Api operator = Api.operator();
        Map<String, Object> body = Map.of("id", UUID.randomUUID().toString(), "name", "Twice");

        String first = operator.post("/operator/v1/tenants", body, "o-" + body.get("id"))
                .asString();
        String second = operator.post("/operator/v1/tenants", body, "o-" + body.get("id"))
                .asString();

        assertThat(second).isEqualTo(first);
        operator.post("/operator/v1/tenants", body).then().statusCode(409).body("code", equalTo("tenant-exists"));
    }

    private static int used(Api tenant) {
        return tenant.get("/v1/tenant").then().extract().path("used.instances");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
