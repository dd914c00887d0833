package org.xenopolis.deploy.local.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.ganeti.GanetiException;
import org.xenopolis.planner.core.roadef.RoadefException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./xeno plan}: reads a fleet, plans, writes where everything should be. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Plans moves for a fleet in a file; nothing runs and nothing is moved.")
public final class PlanCommand implements Callable<Integer> {
    private static final int CLUSTER_MOVES = 1_000;

    @ArgGroup(multiplicity = "1")
    private Input input = new Input();

    @Option(names = "--load", paramLabel = "FILE", description = "load of each instance, for --ganeti")
    private @Nullable Path load;

    @Option(
            names = "--max-moves",
            paramLabel = "N",
            description = "for --ganeti (default: no limit) and --cluster (default: 1000)")
    private int movesMax = Integer.MAX_VALUE;

    @Option(names = "--group", paramLabel = "NAME", description = "the group to plan, for --ganeti")
    private @Nullable String group;

    @Option(
            names = "--effort",
            paramLabel = "N",
            description = "moves looked at per instance, for --ganeti (default: by size)")
    private int effort;

    @Option(names = "--goal", paramLabel = "GOAL", description = "for --cluster: " + GoalText.FORMS)
    private String goal = "balance";

    @Option(
            names = "--force",
            description = "for --cluster: guests leave the named hosts also when their tenants pinned them")
    private boolean force;

    @Option(names = "--explain", description = "for --cluster: why each move, and what it takes")
    private boolean explain;

    @Option(names = "--seconds", description = "how long to search, for --roadef (default: ${DEFAULT-VALUE})")
    private double seconds = 60;

    @Option(names = "--seed", description = "equal seeds search alike (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "where to write the answer; --cluster can do without")
    private @Nullable Path out;

    /** One of the formats. */
    static final class Input {
        @Option(
                names = "--roadef",
                arity = "2",
                paramLabel = "FILE",
                description = "model and initial assignment of the ROADEF/EURO challenge 2012")
        private @Nullable List<Path> roadef;

        @Option(names = "--ganeti", paramLabel = "FILE", description = "cluster in Ganeti's htools text format")
        private @Nullable Path ganeti;

        @Option(
                names = "--cluster",
                paramLabel = "FILE",
                description = "a fleet of our own, as GET /operator/v1/cluster-snapshot exports it")
        private @Nullable Path cluster;
    }

    @Override
    public Integer call() {
        try {
            if (input.cluster != null) {
                int moves = movesMax == Integer.MAX_VALUE ? CLUSTER_MOVES : movesMax;
                if (moves < 1 || moves > Goal.MOVES_MAX) {
                    throw new StackException("--max-moves has to be within 1.." + Goal.MOVES_MAX);
                }
                new ClusterRun(input.cluster, goal, moves, force, explain, out).run(System.out);
            } else if (input.ganeti != null) {
                if (movesMax < 0 || effort < 0) {
                    throw new StackException("--max-moves and --effort cannot be negative");
                }
                new GanetiRun(input.ganeti, load, group, movesMax, effort, seed, answer()).run(System.out);
            } else if (input.roadef != null) {
                if (!(seconds > 0)) {
                    throw new StackException("--seconds has to be positive");
                }
                new RoadefRun(input.roadef.getFirst(), input.roadef.getLast(), seconds, seed, answer()).run(System.out);
            }
            return 0;
        } catch (GanetiException | RoadefException e) {
            throw new StackException(String.valueOf(e.getMessage()));
        }
    }

    private Path answer() {
        if (out == null) {
            throw new StackException("--out is missing: where to write the answer");
        }
        return out;
    }
}
