package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.stack.StackException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./xeno plans automation}: what plans may do without being asked. What is not said stays as it is. */
@Command(
        name = "automation",
        mixinStandardHelpOptions = true,
        description = "Shows what plans may do without being asked, or changes it for one goal.")
final class AutomationCommand implements Callable<Integer> {
    private static final String PATH = "/operator/v1/plan-automation";

    /** How much happens without an operator. */
    enum Mode {
        MANUAL,
        APPROVE_SMALL,
        FULL
    }

    /** Goals that name no host. */
    enum Goal {
        BALANCE,
        CONSOLIDATE,
        REPAIR
    }

    @ParentCommand
    private PlansCommand plans = new PlansCommand();

    @Parameters(arity = "0..1", paramLabel = "GOAL", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Goal goal;

    @Option(names = "--mode", paramLabel = "MODE", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Mode mode;

    @Option(names = "--max-moves", paramLabel = "N", description = "a small plan has at most so many moves")
    private @Nullable Integer movesMax;

    @Option(names = "--max-bytes", paramLabel = "BYTES", description = "… and copies at most so much")
    private @Nullable Long bytesMax;

    @Option(names = "--max-pause", paramLabel = "MILLIS", description = "… and pauses no guest for longer")
    private @Nullable Long pauseMillisMax;

    @Option(names = "--every", paramLabel = "MINUTES", description = "how often to look")
    private @Nullable Integer intervalMinutes;

    @Option(names = "--min-gain", paramLabel = "GAIN", description = "what a plan has to be worth beyond its price")
    private @Nullable Double gainMin;

    @Option(names = "--cooldown", paramLabel = "MINUTES", description = "how long a guest that moved is left alone")
    private @Nullable Integer cooldownMinutes;

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description = "instead of the windows so far: " + WindowText.FORM)
    private @Nullable List<String> windows;

    @Option(names = "--any-time", description = "no windows")
    private boolean anyTime;

    @Override
    public Integer call() {
        CloudApi operator = plans.operator();
        JsonNode all = operator.get(PATH);
        if (goal == null) {
            plans.say(
                    all,
                    () -> all.required("items")
                            .valueStream()
                            .map(AutomationCommand::line)
                            .toList());
            return 0;
        }
        String wanted = goal.name();
        JsonNode now = all.required("items")
                .valueStream()
                .filter(rules -> rules.required("goal").asText().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new StackException("this cloud automates no " + wanted));
        JsonNode set = operator.put(PATH + "/" + wanted, changed(now));
        plans.say(set, () -> List.of(line(set)));
        return 0;
    }

    /** @throws StackException when a window is none */
    private Map<String, Object> changed(JsonNode now) {
        Map<String, Object> wish = new LinkedHashMap<>();
        now.properties().forEach(rule -> wish.put(rule.getKey(), rule.getValue()));
        wish.keySet().removeAll(Set.of("goal", "lastLookedAt", "lastPlanId"));
        change(wish, "mode", mode);
        change(wish, "movesMax", movesMax);
        change(wish, "bytesMax", bytesMax);
        change(wish, "pauseMillisMax", pauseMillisMax);
        change(wish, "intervalMinutes", intervalMinutes);
        change(wish, "gainMin", gainMin);
        change(wish, "cooldownMinutes", cooldownMinutes);
        if (anyTime || windows != null) {
            List<String> chosen = windows == null ? List.of() : windows;
            wish.put("windows", chosen.stream().map(WindowText::parse).toList());
        }
        return wish;
    }

    private static void change(Map<String, Object> wish, String rule, @Nullable Object value) {
        if (value != null) {
            wish.put(rule, value);
        }
    }

    private static String line(JsonNode rules) {
        String windows =
                rules.required("windows").valueStream().map(WindowText::of).collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "%-12s %-14s every %d min, gain over %s, guests rest %d min; small: %s, %s in all, %s of pause each; %s",
                rules.required("goal").asText(),
                rules.required("mode").asText(),
                rules.required("intervalMinutes").asInt(),
                Words.number(rules.required("gainMin").asDouble()),
                rules.required("cooldownMinutes").asInt(),
                Words.many(rules.required("movesMax").asInt(), "move"),
                Words.bytes(rules.required("bytesMax").asLong()),
                Words.millis(rules.required("pauseMillisMax").asLong()),
                windows.isEmpty() ? "at any time" : windows + " UTC");
    }
}
