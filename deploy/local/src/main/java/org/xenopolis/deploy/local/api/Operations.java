package org.xenopolis.deploy.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Waits for long work as a client does: by asking for its operation. */
public final class Operations {
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private Operations() {}

    /** From its acceptance to its end, as the cloud itself says: whoever waits notices only when they ask. */
    public static Duration duration(JsonNode operation) {
        return Duration.between(
                Instant.parse(operation.required("createdAt").asText()),
                Instant.parse(operation.required("finishedAt").asText()));
    }

    /**
     * @param path of the operations collection, "/v1/operations/" or the operator's
     * @return the operation, SUCCEEDED
     * @throws ApiException when it ended otherwise, or did not end in time
     */
    public static JsonNode await(CloudApi api, String path, JsonNode accepted, Duration most) {
        String id = accepted.required("operation").required("id").asText();
        long start = System.nanoTime();
        while (true) {
            JsonNode operation = api.get(path + id);
            String state = operation.required("state").asText();
            if (state.equals("SUCCEEDED")) {
                return operation;
            }
            if (ENDED.contains(state)) {
                throw new ApiException(
                        operation.path("kind").asText() + " ended " + state + ": "
                                + operation.path("error").path("message").asText("no reason given"),
                        0,
                        operation.path("error").path("code").asText("operation-failed"));
            }
            if (System.nanoTime() - start > most.toNanos()) {
                throw new ApiException(
                        operation.path("kind").asText() + " still " + state + " after " + most, 0, "too-slow");
            }
            // Whoever waits long asks seldom: what it asks works on the same machine.
            Pause.millis(Math.clamp((System.nanoTime() - start) / 10_000_000, 20, 500));
        }
    }
}
