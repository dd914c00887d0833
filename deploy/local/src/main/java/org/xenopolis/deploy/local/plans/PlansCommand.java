package org.xenopolis.deploy.local.plans;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.command.RunningStack;
import org.xenopolis.deploy.local.command.StackClients;
import org.xenopolis.deploy.local.command.StackOptions;
import org.xenopolis.deploy.local.plan.GoalText;
import org.xenopolis.deploy.local.plan.PlanFiles;
import org.xenopolis.deploy.local.stack.StackException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code ./xeno plans}: what the console shows of plans, on a terminal; without a subcommand, the plans of late. */
@Command(
        name = "plans",
        mixinStandardHelpOptions = true,
        description = "Proposes, shows, approves and judges plans of a cloud that runs.",
        subcommands = AutomationCommand.class)
public final class PlansCommand implements Callable<Integer> {
    static final String PATH = "/operator/v1/plans";
    /** Hexadecimal digits of a plan's hash that tell it from any other. */
    static final int HASH_MIN = 12;

    private static final String TOKEN = "XENO_TOKEN";
    private static final String ID = "PLAN";

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(
            names = "--api",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "another cloud's operator API; an operator's access token is read from the variable " + TOKEN)
    private @Nullable URI api;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "prints what the API answers")
    private boolean json;

    @Option(names = "--days", paramLabel = "N", description = "how far back plans are listed (default: 7)")
    private int days = 7;

    @Override
    public Integer call() {
        CloudApi operator = operator();
        String since = IdTime.least(Instant.now().minus(Duration.ofDays(days)));
        List<JsonNode> plans = operator.all(PATH + "?limit=200&after=" + since).reversed();
        Hosts hosts = Hosts.of(operator);
        say(
                JsonNodeFactory.instance.arrayNode().addAll(plans),
                () -> plans.isEmpty()
                        ? List.of("no plans in " + Words.many(days, "day") + ": ./xeno plans propose GOAL")
                        : plans.stream()
                                .map(plan -> new PlanReport(plan, hosts).title())
                                .toList());
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Every zone's hottest hosts, as they are and as is foretold.")
    int heat(
            @Option(
                            names = "--by",
                            paramLabel = "MEASURE",
                            defaultValue = "CPU",
                            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
                    HeatReport.Measure by,
            @Option(
                            names = "--top",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "hosts of each zone (default: ${DEFAULT-VALUE})")
                    int most) {
        CloudApi operator = operator();
        JsonNode forecast = operator.get("/operator/v1/load-forecast");
        say(forecast, () -> HeatReport.lines(forecast, Hosts.of(operator), by, most));
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Plans against the fleet as it is now, and shows the plan; nothing moves.")
    int propose(
            @Parameters(paramLabel = "GOAL", description = GoalText.FORMS) String goal,
            @Option(names = "--max-moves", paramLabel = "N", description = "by default 20, or 1000 for whole hosts")
                    @Nullable
                    Integer movesMax,
            @Option(names = "--force", description = "also guests that their tenants pinned leave the named hosts")
                    boolean force) {
        GoalText wanted = GoalText.parse(goal);
        CloudApi operator = operator();
        Hosts hosts = Hosts.of(operator);
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("goal", wanted.kind().name());
        wish.put("hostIds", wanted.hosts().stream().map(hosts::id).toList());
        wish.put("force", force);
        switch (wanted.kind()) {
            case REPAIR -> wish.put("failures", wanted.number());
            case MAINTENANCE -> wish.put("groupMax", wanted.number());
            case BALANCE, CONSOLIDATE, DRAIN -> {}
        }
        if (movesMax != null) {
            wish.put("movesMax", movesMax);
        }
        show(operator.post(PATH, wish), hosts, false);
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "A plan: what it is worth, its hosts before and after, its moves in time.")
    int show(
            @Parameters(paramLabel = ID) UUID id,
            @Option(names = "--explain", description = "why each move, and what happens without it") boolean explain) {
        CloudApi operator = operator();
        show(operator.get(PATH + "/" + id), Hosts.of(operator), explain);
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Lets a plan run, the one that was shown and no other.")
    int approve(
            @Parameters(paramLabel = ID) UUID id,
            @Option(
                            names = "--hash",
                            required = true,
                            paramLabel = "HASH",
                            description = "as it was shown, or its first " + HASH_MIN + " digits")
                    String hash,
            @Option(names = "--skip", split = ",", paramLabel = "N", description = "moves to leave out") @Nullable
                    List<Integer> skip,
            @Option(names = "--wait", description = "follows it, as watch does") boolean wait) {
        CloudApi operator = operator();
        String known = operator.get(PATH + "/" + id).required("hash").asText();
        if (hash.length() < HASH_MIN || !known.startsWith(hash)) {
            throw new StackException("this is not the plan that was shown, its hash begins with "
                    + known.substring(0, HASH_MIN) + ": ./xeno plans show " + id);
        }
        JsonNode plan = operator.post(
                PATH + "/" + id + "/approve", Map.of("hash", known, "skipSteps", skip == null ? List.of() : skip));
        if (wait) {
            return watch(id);
        }
        say(plan, () -> List.of("the plan is approved: ./xeno plans watch " + id + " follows it"));
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Follows a plan until it ends or waits for somebody; fails unless all of it was done.")
    int watch(@Parameters(paramLabel = ID) UUID id) {
        CloudApi operator = operator();
        JsonNode plan =
                new PlanWatch(operator, Hosts.of(operator), json ? System.err : System.out).follow(id.toString());
        say(plan, List::of);
        PlanProgress progress = new PlanProgress(plan);
        return progress.state().equals("DONE") || progress.serviced() > 0 ? 0 : 1;
    }

    @Command(mixinStandardHelpOptions = true, description = "Ends a plan; moves that have begun are finished.")
    int cancel(@Parameters(paramLabel = ID) UUID id) {
        return done(operator().post(PATH + "/" + id + "/cancel", Map.of()));
    }

    @Command(
            name = "continue",
            mixinStandardHelpOptions = true,
            description = "The hosts of a phase of maintenance are back in service; the plan goes on.")
    int goOn(@Parameters(paramLabel = ID) UUID id, @Parameters(paramLabel = "PHASE") int phase) {
        return done(operator().post(PATH + "/" + id + "/continue", Map.of("phase", phase)));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Plans again what an ended plan left undone, against the fleet as it is now.")
    int replan(@Parameters(paramLabel = ID) UUID id) {
        CloudApi operator = operator();
        show(operator.post(PATH + "/" + id + "/replan", Map.of()), Hosts.of(operator), false);
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Whether an ended plan was worth it: foretold against seen.")
    int regret(@Parameters(paramLabel = ID) UUID id) {
        JsonNode regret = operator().get(PATH + "/" + id + "/regret");
        say(regret, () -> RegretReport.lines(regret));
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Writes the fleet to a file, as it is now, for ./xeno plan --cluster FILE.")
    int export(@Parameters(paramLabel = "FILE") Path file) {
        JsonNode fleet = operator().get("/operator/v1/cluster-snapshot");
        PlanFiles.write(file, fleet.toPrettyString() + "\n");
        System.err.printf(
                "%s, %s%n",
                Words.many(fleet.required("hosts").size(), "host"),
                Words.many(fleet.required("guests").size(), "guest"));
        return 0;
    }

    CloudApi operator() {
        if (api == null) {
            return new StackClients(RunningStack.in(stack.state())
                            .orElseThrow(() -> new StackException(
                                    "nothing runs here: ./xeno up starts a cloud, --api names another one")))
                    .operator();
        }
        String token = System.getenv(TOKEN);
        if (token == null || token.isBlank()) {
            throw new StackException("for --api an operator's access token has to be in the variable " + TOKEN);
        }
        return new CloudApi(HttpClient.newHttpClient(), api, () -> token);
    }

    /** The answer itself, or the lines that say it. */
    void say(JsonNode answer, Supplier<List<String>> lines) {
        if (json) {
            System.out.println(answer.toPrettyString());
        } else {
            lines.get().forEach(System.out::println);
        }
    }

    private int done(JsonNode plan) {
        say(plan, () -> List.of("the plan is " + plan.required("state").asText()));
        return 0;
    }

    private void show(JsonNode plan, Hosts hosts, boolean explain) {
        say(plan, () -> new PlanReport(plan, hosts).lines(explain));
    }
}
