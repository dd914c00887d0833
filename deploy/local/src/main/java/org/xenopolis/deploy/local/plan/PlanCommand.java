package org.xenopolis.deploy.local.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.stack.StackException;
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
    @ArgGroup(multiplicity = "1")
    private Input input = new Input();

    @Option(names = "--load", paramLabel = "FILE", description = "load of each instance, for --ganeti")
    private @Nullable Path load;

    @Option(names = "--max-moves", paramLabel = "N", description = "for --ganeti (default: no limit)")
    private int movesMax = Integer.MAX_VALUE;

    @Option(names = "--group", paramLabel = "NAME", description = "the group to plan, for --ganeti")
    private @Nullable String group;

    @Option(
            names = "--effort",
            paramLabel = "N",
            description = "moves looked at per instance, for --ganeti (default: by size)")
    private int effort;

    @Option(names = "--seconds", description = "how long to search, for --roadef (default: ${DEFAULT-VALUE})")
    private double seconds = 60;

    @Option(names = "--seed", description = "equal seeds search alike (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to write the answer")
    private Path out = Path.of("");

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
    }

    @Override
    public Integer call() {
        try {
            if (input.ganeti != null) {
                if (movesMax < 0 || effort < 0) {
                    throw new StackException("--max-moves and --effort cannot be negative");
                }
                new GanetiRun(input.ganeti, load, group, movesMax, effort, seed, out).run(System.out);
            } else if (input.roadef != null) {
                if (!(seconds > 0)) {
                    throw new StackException("--seconds has to be positive");
                }
                new RoadefRun(input.roadef.getFirst(), input.roadef.getLast(), seconds, seed, out).run(System.out);
            }
            return 0;
        } catch (GanetiException | RoadefException e) {
            throw new StackException(String.valueOf(e.getMessage()));
        }
    }
}
