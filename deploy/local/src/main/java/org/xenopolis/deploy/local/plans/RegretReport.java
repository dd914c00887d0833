package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a plan was worth it: what was foretold, and what came. */
final class RegretReport {
    private RegretReport() {}

    /** @param regret as the API answers it */
    static List<String> lines(JsonNode regret) {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s of the benefit foretold was kept; copies took %s times, pauses %s times what was foretold"
                .formatted(
                        regret.required("worthIt").asBoolean() ? "worth it" : "not worth it",
                        Words.percent(regret.required("benefitKept").asDouble()),
                        Words.number(regret.required("copyFactor").asDouble()),
                        Words.number(regret.required("pauseFactor").asDouble())));
        lines.add("over thresholds: %s without the plan, %s foretold with it, %s seen"
                .formatted(
                        Words.number(regret.required("excessWithout").asDouble()),
                        Words.number(regret.required("excessExpected").asDouble()),
                        Words.number(regret.required("excessSeen").asDouble())));
        for (JsonNode host : regret.required("hosts")) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s CPU %s before, %s foretold, %s",
                    host.required("hostName").asText(),
                    Words.percent(host.required("cpuBefore").asDouble()),
                    Words.percent(host.required("cpuExpected").asDouble()),
                    host.hasNonNull("cpuSeen")
                            ? Words.percent(host.get("cpuSeen").asDouble()) + " seen"
                            : "not heard of since"));
        }
        for (JsonNode step : regret.required("steps")) {
            lines.add("%4d %s copied %s in %s (foretold: %s in %s), paused %s (%s)"
                    .formatted(
                            step.required("number").asInt(),
                            step.required("instanceId").asText(),
                            Words.bytes(step.required("actualBytes").asLong()),
                            Words.millis(step.required("actualCopyMillis").asLong()),
                            Words.bytes(step.required("predictedBytes").asLong()),
                            Words.millis(step.required("predictedCopyMillis").asLong()),
                            Words.millis(step.required("actualPauseMillis").asLong()),
                            Words.millis(step.required("predictedPauseMillis").asLong())));
        }
        return lines;
    }
}
