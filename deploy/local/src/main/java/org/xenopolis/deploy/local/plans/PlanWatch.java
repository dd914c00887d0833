package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Pause;

/** Follows a plan until it ends, or until somebody has to say that hosts are back in service. */
final class PlanWatch {
    private static final long LOOK_MILLIS = 500;

    private final CloudApi operator;
    private final Hosts hosts;
    private final PrintStream out;
    private final Map<Integer, String> seen = new HashMap<>();

    PlanWatch(CloudApi operator, Hosts hosts, PrintStream out) {
        this.operator = operator;
        this.hosts = hosts;
        this.out = out;
    }

    /** @return the plan as it then stands */
    JsonNode follow(String id) {
        while (true) {
            JsonNode plan = operator.get(PlansCommand.PATH + "/" + id);
            plan.required("steps").forEach(this::tell);
            PlanProgress progress = new PlanProgress(plan);
            if (progress.hasEnded()) {
                out.println("the plan is " + progress.state());
                return plan;
            }
            int serviced = progress.serviced();
            if (serviced > 0) {
                out.printf(
                        "phase %d is over; once its hosts are back in service: ./xeno plans continue %s %d%n",
                        serviced, id, serviced);
                return plan;
            }
            if (progress.state().equals("PROPOSED")) {
                out.println("nobody has approved the plan yet");
                return plan;
            }
            Pause.millis(LOOK_MILLIS);
        }
    }

    private void tell(JsonNode step) {
        String state = step.required("state").asText();
        String before = seen.put(step.required("number").asInt(), state);
        if (state.equals("WAITING") || state.equals(before)) {
            return;
        }
        out.printf(
                "%s %4d %s %s => %s %s%n",
                LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
                step.required("number").asInt(),
                step.required("instanceId").asText(),
                hosts.name(step.required("fromHostId").asText()),
                hosts.name(step.required("toHostId").asText()),
                PlanReport.outcome(step));
    }
}
