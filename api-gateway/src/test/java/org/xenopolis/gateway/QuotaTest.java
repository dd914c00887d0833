package org.xenopolis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.facts.InstanceResized;
import org.xenopolis.contracts.facts.OperationChanged;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.kit.ids.IdSource;

/** A tenant never holds more than its quota, and gets back what ended. */
@QuarkusTest
@QuarkusTestResource(CloudResource.class)
class QuotaTest {
    private static final Map<String, Object> FIVE =
            Map.of("instances", 5, "vcpus", 8, "memoryMiB", 4096, "diskMiB", 40_960, "volumes", 2);

    @Test
    void ofTwoHundredAtOnceExactlyTheQuotaSucceeds() {
        Api tenant = Api.openTenant(FIVE);
        Map<String, Object> body = Api.small(tenant.image());

        Map<Integer, Long> byStatus;
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 200)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> tenant.post("/v1/instances", body).statusCode(), threads))
                    .toList();
            byStatus = answers.stream()
                    .map(CompletableFuture::join)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        }

        assertThat(byStatus).isEqualTo(Map.of(202, 5L, 403, 195L));
        assertThat(used(tenant)).isEqualTo(5);
        assertThat((List<?>) tenant.get("/v1/instances").path("items")).hasSize(5);
    }

    @Test
    void aQuotaNamesTheLimitThatIsPassed() {
        Api tenant = Api.openTenant(FIVE);
        Map<String, Object> body = new HashMap<>(Api.small(tenant.image()));
        body.put("vcpus", 9);

        tenant.post("/v1/instances", body)
                .then()
                .statusCode(403)
                .body("code", equalTo("quota-exceeded"))
                .body("attributes.limit", equalTo("vcpus"));
        tenant.post("/v1/volumes", Map.of("name", "v", "sizeMiB", 50_000))
                .then()
                .statusCode(403)
                .body("attributes.limit", equalTo("disk"));
    }

    @Test
    void theEndOfAnInstanceGivesItsShareBackOnce() {
        Api tenant = Api.openTenant(FIVE);
        Map<String, Object> body = Api.small(tenant.image());
        String gone = tenant.post("/v1/instances", body).path("instance.id");
        tenant.post("/v1/instances", body).then().statusCode(202);
        try (Facts facts = new Facts()) {
            facts.deleted(IdSource.TIME_ORDERED.next(), tenant.tenant(), gone);
            facts.deleted(IdSource.TIME_ORDERED.next(), tenant.tenant(), gone);
            var last = facts.running(tenant.tenant(), gone);
            assertThat(last).isNotNull();
        }

        Facts.await("one of two is left", () -> used(tenant) == 1);
        tenant.get("/v1/tenant").then().body("used.vcpus", equalTo(1)).body("used.memoryMiB", equalTo(256));
    }

    @Test
    void aResizeHoldsItsGrowthUntilItEnds() {
        Api tenant = Api.openTenant(FIVE);
        String id = tenant.post("/v1/instances", Api.small(tenant.image())).path("instance.id");

        String failing = resize(tenant, id);
        assertThat(vcpus(tenant)).isEqualTo(4);
        tenant.post("/v1/instances/" + id + "/actions/resize", Map.of("vcpus", 8))
                .then()
                .statusCode(403);
        try (Facts facts = new Facts()) {
            ended(facts, tenant, id, failing, OperationState.FAILED);
            Facts.await("the failed growth is back", () -> vcpus(tenant) == 1);

            ended(facts, tenant, id, resize(tenant, id), OperationState.SUCCEEDED);
            resized(facts, tenant, id, 4);
            resized(facts, tenant, id, 2);
            Facts.await("the shrunk part is back", () -> vcpus(tenant) == 2);

            facts.deleted(IdSource.TIME_ORDERED.next(), tenant.tenant(), id);
            Facts.await("nothing is held", () -> vcpus(tenant) == 0);
        }
    }

    @Test
    void whatARequestReservedBeforeItDiedIsGivenBackBySweeping() {
        Api tenant = Api.openTenant(FIVE);
        CloudResource.cloud().instances.beforeCreate.once(() -> {
            throw Problem.of(ErrorKind.UNAVAILABLE, "peer-unavailable", "gone").exception();
        });
        tenant.post("/v1/instances", Api.small(tenant.image())).then().statusCode(503);
        assertThat(used(tenant)).isEqualTo(1);

        Facts.await("the sweep has asked", () -> used(tenant) == 0);
    }

    @Test
    void aQuotaBelowUseIsRefused() {
        Api tenant = Api.openTenant(FIVE);
        tenant.post("/v1/instances", Api.small(tenant.image())).then().statusCode(202);
        Map<String, Object> less = new HashMap<>(FIVE);
        less.put("instances", 0);
        String path = "/operator/v1/tenants/" + tenant.tenant() + "/quota";

        Api.operator().put(path, less).then().statusCode(409).body("code", equalTo("quota-below-use"));
        less.put("instances", 1);
        Api.operator().put(path, less).then().statusCode(200).body("quota.instances", equalTo(1));
    }

    private static String resize(Api tenant, String id) {
        return tenant.post("/v1/instances/" + id + "/actions/resize", Map.of("vcpus", 4))
                .then()
                .statusCode(202)
                .extract()
                .path("operation.id");
    }

    private static void resized(Facts facts, Api tenant, String id, int vcpus) {
        var event = IdSource.TIME_ORDERED.next();
        facts.send(
                Topics.INSTANCE_FACTS,
                id,
                event,
                InstanceFact.newBuilder()
                        .setHeader(Facts.header(event, tenant.tenant()))
                        .setInstanceId(id)
                        .setResized(InstanceResized.newBuilder()
                                .setTo(Resources.newBuilder()
                                        .setVcpus(vcpus)
                                        .setMemoryBytes(256L << 20)
                                        .setDiskBytes(1L << 30)))
                        .build());
    }

    private static void ended(Facts facts, Api tenant, String id, String operation, OperationState state) {
        var event = IdSource.TIME_ORDERED.next();
        facts.send(
                Topics.INSTANCE_FACTS,
                id,
                event,
                InstanceFact.newBuilder()
                        .setHeader(Facts.header(event, tenant.tenant()))
                        .setInstanceId(id)
                        .setOperationChanged(OperationChanged.newBuilder()
                                .setOperation(Operation.newBuilder()
                                        .setId(operation)
                                        .setInstanceId(id)
                                        .setKind(OperationKind.RESIZE)
                                        .setState(state)))
                        .build());
    }

    private static int used(Api tenant) {
        return tenant.get("/v1/tenant").path("used.instances");
    }

    private static int vcpus(Api tenant) {
        return tenant.get("/v1/tenant").path("used.vcpus");
    }
}
