package org.xenopolis.deploy.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.api.CloudApi;

/**
 * Fault matrix 1, 2, 4, 8–10: each service killed (SIGKILL) in the middle of a create, a stop and a live migration. The
 * client repeats its request with the same idempotency key; the operation ends, and what the hosts did agrees with what
 * everybody says.
 */
class CrashIT {
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private static @Nullable Cloud cloud;
    private static String image = "";

    static Stream<Arguments> crashes() {
        return Stream.of("create", "stop", "migrate")
                .flatMap(operation -> Stream.of(
                                "api-gateway",
                                "scheduler",
                                "billing",
                                "image-store",
                                "migration-planner",
                                "host-service")
                        .map(service -> Arguments.of(operation, service)));
    }

    @BeforeAll
    static void prepare() {
        cloud = Cloud.shared();
        image = SmallImage.importInto(cloud.tenant());
    }

    @AfterAll
    static void everythingThatEverHappenedWasRight() {
        new Judge(cloud()).assertHistory();
    }

    @ParameterizedTest(name = "{1} killed in the middle of a {0}")
    @MethodSource("crashes")
    void shouldEndTheOperationAndAgreeAfterwards(String operation, String victim) {
        // Given
        SplittableRandom random = new SplittableRandom((operation + victim).hashCode());
        String existing = operation.equals("create") ? "" : running();

        // When
        Thread killer = Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(60)));
            cloud().kill(victim);
        });
        JsonNode accepted = request(operation, existing);
        JsonNode ended = awaitEnd(accepted);
        join(killer);

        // Then
        cloud().awaitReady();
        String instance = ended.required("instanceId").asText();
        assertThat(ended.required("state").asText()).as(ended.toString()).isIn("SUCCEEDED", "FAILED");
        new Judge(cloud()).awaitRest();
        deleteAndWait(instance);
        new Judge(cloud()).awaitRest();
    }

    private static JsonNode request(String operation, String instance) {
        String key = UUID.randomUUID().toString();
        return switch (operation) {
            case "create" -> retrying(() -> tenant().post("/v1/instances", SmallImage.instanceOf(image), key));
            case "stop" ->
                retrying(
                        () -> tenant().post("/v1/instances/" + instance + "/actions/stop", Map.of("force", true), key));
            case "migrate" ->
                retrying(() ->
                        cloud().operator().post("/operator/v1/instances/" + instance + "/migrate", Map.of(), key));
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private static String running() {
        JsonNode accepted = retrying(() -> tenant().post("/v1/instances", SmallImage.instanceOf(image)));
        JsonNode ended = awaitEnd(accepted);
        assertThat(ended.required("state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
        return ended.required("instanceId").asText();
    }

    private static void deleteAndWait(String instance) {
        Cloud.await("instance " + instance + " is deleted", () -> {
            try {
                return awaitEnd(tenant().delete("/v1/instances/" + instance))
                        .required("state")
                        .asText()
                        .equals("SUCCEEDED");
            } catch (ApiException e) {
                // Gone already, or still held by an operation of the reconciler: ask again.
                return e.status() == 404;
            }
        });
    }

    private static JsonNode awaitEnd(JsonNode accepted) {
        String id = accepted.required("operation").required("id").asText();
        JsonNode[] seen = new JsonNode[1];
        Cloud.await("operation " + id + " ends", () -> {
            seen[0] = retrying(() -> cloud().operator().get("/operator/v1/operations/" + id));
            return ENDED.contains(seen[0].required("state").asText());
        });
        return seen[0];
    }

    /** As a careful client: what got no answer, or "try again", is repeated as it was. */
    private static JsonNode retrying(Supplier<JsonNode> call) {
        JsonNode[] answer = new JsonNode[1];
        Cloud.await("the gateway answers", () -> {
            try {
                answer[0] = call.get();
                return true;
            } catch (ApiException e) {
                if (List.of(0, 409, 429, 500, 503).contains(e.status())) {
                    return false;
                }
                throw e;
            }
        });
        return answer[0];
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CloudApi tenant() {
        return cloud().tenant();
    }

    private static Cloud cloud() {
        if (cloud == null) {
            throw new IllegalStateException("not prepared");
        }
        return cloud;
    }
}
