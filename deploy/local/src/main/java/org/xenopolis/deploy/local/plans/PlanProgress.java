package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * How far a plan has come.
 *
 * @param plan as the API answers it
 */
record PlanProgress(JsonNode plan) {
    private static final Set<String> RUNNING = Set.of("APPROVED", "EXECUTING");
    private static final Set<String> ENDED = Set.of("DONE", "PARTLY_DONE", "CANCELLED", "EXPIRED");
    private static final Set<String> UNDECIDED = Set.of("WAITING", "MOVING");

    String state() {
        return plan.required("state").asText();
    }

    boolean hasEnded() {
        return ENDED.contains(state());
    }

    /** The phase whose moves are over and whose hosts can be serviced now, when there is one to go on from; else 0. */
    int serviced() {
        int released = plan.required("releasedPhase").asInt();
        boolean over = RUNNING.contains(state())
                && plan.required("steps")
                        .valueStream()
                        .filter(step -> step.required("phase").asInt() <= released)
                        .noneMatch(step ->
                                UNDECIDED.contains(step.required("state").asText()));
        return over && released < plan.required("phases").size() ? released : 0;
    }
}
