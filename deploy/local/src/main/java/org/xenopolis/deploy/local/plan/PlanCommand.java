package org.xenopolis.deploy.local.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.ganeti.GanetiException;
import org.xenopolis.planner.core.roadef.RoadefException;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code ./xeno plan}: reads a fleet, plans, writes where everything should be. Its options are told to picocli one by one:
 * finding them by annotations takes longer than planning a small cluster.
 */
public final class PlanCommand implements Callable<Integer> {
    private static final int CLUSTER_MOVES = 1_000;
    private static final String FILE = "FILE";

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    private PlanCommand() {
        spec.name("plan")
                .addArgGroup(ArgGroupSpec.builder()
                        .exclusive(true)
                        .multiplicity("1")
                        .addArg(option(
                                        "--roadef",
                                        FILE,
                                        "model and initial assignment of the ROADEF/EURO challenge 2012")
                                .type(List.class)
                                .auxiliaryTypes(Path.class)
                                .arity("2")
                                .build())
                        .addArg(option("--ganeti", FILE, "cluster in Ganeti's htools text format")
                                .type(Path.class)
                                .build())
                        .addArg(option("--cluster", FILE, "a fleet of our own, as ./xeno plans export writes it")
                                .type(Path.class)
                                .build())
                        .build())
                .addOption(option("--load", FILE, "load of each instance, for --ganeti")
                        .type(Path.class)
                        .build())
                .addOption(option("--max-moves", "N", "for --ganeti (default: no limit) and --cluster (default: 1000)")
                        .type(Integer.class)
                        .build())
                .addOption(option("--group", "NAME", "the group to plan, for --ganeti")
                        .type(String.class)
                        .build())
                .addOption(option("--effort", "N", "moves looked at per instance, for --ganeti (default: by size)")
                        .type(Integer.class)
                        .defaultValue("0")
                        .build())
                .addOption(option("--goal", "GOAL", "for --cluster: " + GoalText.FORMS)
                        .type(String.class)
                        .defaultValue("balance")
                        .build())
                .addOption(
                        option("--force", "", "for --cluster: guests leave the named hosts also when they are pinned")
                                .type(Boolean.class)
                                .defaultValue("false")
                                .build())
                .addOption(option("--explain", "", "for --cluster: why each move, and what it takes")
                        .type(Boolean.class)
                        .defaultValue("false")
                        .build())
                .addOption(
                        option("--seconds", "SECONDS", "how long to search, for --roadef (default: ${DEFAULT-VALUE})")
                                .type(Double.class)
                                .defaultValue("60")
                                .build())
                .addOption(option("--seed", "N", "equal seeds search alike (default: ${DEFAULT-VALUE})")
                        .type(Long.class)
                        .defaultValue("1")
                        .build())
                .addOption(option("--out", FILE, "where to write the answer; --cluster can do without")
                        .type(Path.class)
                        .build())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build())
                .usageMessage()
                .description("Plans moves for a fleet in a file; nothing runs and nothing is moved.");
    }

    public static CommandLine line() {
        return new CommandLine(new PlanCommand().spec);
    }

    private static OptionSpec.Builder option(String name, String value, String description) {
        return OptionSpec.builder(name).paramLabel(value).description(description);
    }

    @Override
    public Integer call() {
        try {
            Optional<Path> cluster = asked("--cluster");
            Optional<Path> ganeti = asked("--ganeti");
            if (cluster.isPresent()) {
                cluster(cluster.get()).run(System.out);
            } else if (ganeti.isPresent()) {
                ganeti(ganeti.get()).run(System.out);
            } else {
                roadef(needed("--roadef")).run(System.out);
            }
            return 0;
        } catch (GanetiException | RoadefException e) {
            throw new StackException(String.valueOf(e.getMessage()));
        }
    }

    private ClusterRun cluster(Path file) {
        int moves = this.<Integer>asked("--max-moves").orElse(CLUSTER_MOVES);
        if (moves < 1 || moves > Goal.MOVES_MAX) {
            throw new StackException("--max-moves has to be within 1.." + Goal.MOVES_MAX);
        }
        return new ClusterRun(
                file,
                needed("--goal"),
                moves,
                needed("--force"),
                needed("--explain"),
                this.<Path>asked("--out").orElse(null));
    }

    private GanetiRun ganeti(Path file) {
        int moves = this.<Integer>asked("--max-moves").orElse(Integer.MAX_VALUE);
        int effort = needed("--effort");
        if (moves < 0 || effort < 0) {
            throw new StackException("--max-moves and --effort cannot be negative");
        }
        return new GanetiRun(
                file,
                this.<Path>asked("--load").orElse(null),
                this.<String>asked("--group").orElse(null),
                moves,
                effort,
                needed("--seed"),
                answer());
    }

    private RoadefRun roadef(List<Path> files) {
        double seconds = needed("--seconds");
        if (!(seconds > 0)) {
            throw new StackException("--seconds has to be positive");
        }
        return new RoadefRun(files.getFirst(), files.getLast(), seconds, needed("--seed"), answer());
    }

    private Path answer() {
        return this.<Path>asked("--out")
                .orElseThrow(() -> new StackException("--out is missing: where to write the answer"));
    }

    private <T> Optional<T> asked(String option) {
        return Optional.ofNullable(spec.findOption(option).getValue());
    }

    /** Of an option that is required or has a default. */
    private <T> T needed(String option) {
        return this.<T>asked(option).orElseThrow();
    }
}
