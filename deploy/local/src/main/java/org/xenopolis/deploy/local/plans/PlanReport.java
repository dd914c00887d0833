package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xenopolis.deploy.local.demo.Amounts;

/** A plan on a terminal: what it is worth, the hosts before and after, and the steps in time. */
final class PlanReport {
    private static final int WIDTH = 32;

    private final JsonNode plan;
    private final Hosts hosts;

    /** @param plan as the API answers it */
    PlanReport(JsonNode plan, Hosts hosts) {
        this.plan = plan;
        this.hosts = hosts;
    }

    /** One line. */
    String title() {
        String named = plan.required("hostIds")
                .valueStream()
                .map(id -> hosts.name(id.asText()))
                .collect(Collectors.joining(","));
        return "%s  %-11s %-11s %s%s"
                .formatted(
                        plan.required("id").asText(),
                        plan.required("state").asText(),
                        plan.required("goal").asText() + (named.isEmpty() ? "" : "=" + named),
                        Words.many(plan.required("steps").size(), "move"),
                        plan.path("createdAt").asText().isEmpty()
                                ? ""
                                : ", made " + plan.path("createdAt").asText());
    }

    /** @param explain why each move, and what happens without it */
    List<String> lines(boolean explain) {
        List<String> lines = new ArrayList<>();
        lines.add(title());
        lines.add(plan.required("summary").asText());
        worth(lines);
        change(lines);
        timeline(lines, explain);
        stuck(lines);
        next(lines);
        return lines;
    }

    private void worth(List<String> lines) {
        JsonNode benefit = plan.required("benefit");
        JsonNode forecast = plan.required("forecast");
        String price = plan.hasNonNull("currency")
                ? ", "
                        + Amounts.money(
                                plan.required("predictedCostMicros").asLong(),
                                plan.required("currency").asText())
                        + " to the provider"
                : "";
        lines.add(("%s copied, %s of pauses, %s in all (the busiest network card: %s)%s")
                .formatted(
                        Words.bytes(benefit.required("bytes").asLong()),
                        Words.millis(benefit.required("pauseMillis").asLong()),
                        Words.millis(plan.required("makespanMillis").asLong()),
                        Words.millis(plan.required("busiestNicMillis").asLong()),
                        price));
        lines.add("gain %s for a price of %s; over thresholds %s -> %s, spread %s -> %s, empty hosts %d -> %d"
                .formatted(
                        Words.number(benefit.required("gain").asDouble()),
                        Words.number(benefit.required("price").asDouble()),
                        Words.number(benefit.required("excessBefore").asDouble()),
                        Words.number(benefit.required("excessAfter").asDouble()),
                        Words.number(benefit.required("spreadBefore").asDouble()),
                        Words.number(benefit.required("spreadAfter").asDouble()),
                        benefit.required("emptyHostsBefore").asInt(),
                        benefit.required("emptyHostsAfter").asInt()));
        lines.add(
                "made for the loads of the next %d min: %d of %s have a history; such forecasts were off by %s cores (%s)"
                        .formatted(
                                forecast.required("horizonMinutes").asInt(),
                                forecast.required("guestsWithHistory").asInt(),
                                Words.many(forecast.required("guests").asInt(), "guest"),
                                Words.number(forecast.required("maeCores").asDouble()),
                                Words.percent(forecast.required("mape").asDouble())));
    }

    private void change(List<String> lines) {
        if (plan.required("hosts").isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-20s %-16s %-16s %-16s %s", "HOST", "CPU", "MEMORY", "NETWORK", "DISK"));
        plan.required("hosts")
                .valueStream()
                .map(host -> String.format(
                                Locale.ROOT,
                                "%-20s %-16s %-16s %-16s %s",
                                host.required("hostName").asText(),
                                change(host, "cpu"),
                                change(host, "memory"),
                                change(host, "network"),
                                change(host, "disk"))
                        .stripTrailing())
                .forEach(lines::add);
    }

    private static String change(JsonNode host, String what) {
        return host.hasNonNull(what + "Before") && host.hasNonNull(what + "After")
                ? Words.percent(host.get(what + "Before").asDouble()) + " -> "
                        + Words.percent(host.get(what + "After").asDouble())
                : "";
    }

    private void timeline(List<String> lines, boolean explain) {
        Map<Integer, List<JsonNode>> phases = new TreeMap<>();
        for (JsonNode step : plan.required("steps")) {
            phases.computeIfAbsent(step.required("phase").asInt(), any -> new ArrayList<>())
                    .add(step);
        }
        phases.forEach((phase, steps) -> {
            steps.sort(Comparator.comparingLong((JsonNode step) ->
                            step.required("predictedStartMillis").asLong())
                    .thenComparingInt(step -> step.required("number").asInt()));
            long length = steps.stream().mapToLong(PlanReport::endMillis).max().orElse(1);
            lines.add("");
            lines.add(
                    phases.size() > 1
                            ? "phase %d, %s: %s".formatted(phase, Words.millis(length), sentence(phase))
                            : "moves in time, %s:".formatted(Words.millis(length)));
            steps.forEach(step -> step(lines, step, Math.max(1, length), explain));
        });
    }

    private String sentence(int phase) {
        return plan.required("phases")
                .valueStream()
                .filter(one -> one.required("number").asInt() == phase)
                .map(one -> one.required("sentence").asText())
                .findFirst()
                .orElse("");
    }

    private void step(List<String> lines, JsonNode step, long lengthMillis, boolean explain) {
        String after =
                step.required("after").valueStream().map(JsonNode::asText).collect(Collectors.joining(","));
        lines.add(String.format(
                        Locale.ROOT,
                        "%4d |%s| %s %s => %s, %s in %s, pause %s%s%s %s",
                        step.required("number").asInt(),
                        Words.bar(
                                (double) step.required("predictedStartMillis").asLong() / lengthMillis,
                                (double) endMillis(step) / lengthMillis,
                                WIDTH),
                        step.required("instanceId").asText(),
                        hosts.name(step.required("fromHostId").asText()),
                        hosts.name(step.required("toHostId").asText()),
                        Words.bytes(step.required("predictedBytes").asLong()),
                        Words.millis(step.required("predictedCopyMillis").asLong()),
                        Words.millis(step.required("predictedPauseMillis").asLong()),
                        after.isEmpty() ? "" : ", after " + after,
                        step.required("forced").asBoolean() ? ", by force" : "",
                        state(step))
                .stripTrailing());
        if (explain) {
            lines.add("       why: " + step.required("reason").asText());
            lines.add("       if skipped: " + step.path("ifSkipped").asText());
        }
    }

    private static String state(JsonNode step) {
        return step.required("state").asText().equals("WAITING") ? "" : outcome(step);
    }

    /** What became of a step so far. */
    static String outcome(JsonNode step) {
        String state = step.required("state").asText();
        if (state.equals("MOVED")) {
            return "MOVED in %s, paused %s"
                    .formatted(
                            Words.millis(step.required("actualCopyMillis").asLong()),
                            Words.millis(step.required("actualPauseMillis").asLong()));
        }
        return step.path("outcome").asText().isEmpty()
                ? state
                : state + ": " + step.path("outcome").asText();
    }

    private static long endMillis(JsonNode step) {
        return step.required("predictedStartMillis").asLong()
                + step.required("predictedCopyMillis").asLong()
                + step.required("predictedPauseMillis").asLong();
    }

    private void stuck(List<String> lines) {
        for (JsonNode guest : plan.required("stuck")) {
            lines.add(guest.required("instanceId").asText() + " stays:");
            guest.required("reasons")
                    .valueStream()
                    .map(reason -> "  on %s: %s"
                            .formatted(
                                    Words.many(reason.required("hosts").asInt(), "host"),
                                    reason.required("sentence").asText()))
                    .forEach(lines::add);
        }
    }

    private void next(List<String> lines) {
        String id = plan.required("id").asText();
        if (plan.required("state").asText().equals("PROPOSED")
                && !plan.required("steps").isEmpty()) {
            lines.add("");
            lines.add("until %s: ./xeno plans approve %s --hash %s [--skip N,…]"
                    .formatted(
                            plan.path("expiresAt").asText(),
                            id,
                            plan.required("hash").asText().substring(0, PlansCommand.HASH_MIN)));
        }
    }
}
