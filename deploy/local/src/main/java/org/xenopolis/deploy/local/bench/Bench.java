package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.local.api.Login;
import org.xenopolis.deploy.local.stack.Stack;

/** The benches by name; docs/howto/bench.md says what each measures and what bounds it. */
public enum Bench {
    /** Start-up time and memory of the whole stack. */
    up {
        @Override
        List<Figure> measure(Subject subject) {
            return UpFigures.of(subject.upSeconds(), subject.supervisor());
        }
    },
    /** The tenant's path. */
    path {
        @Override
        List<Figure> measure(Subject subject) {
            return new PathBench(new BenchCloud(subject.stack(), subject.operator())).run();
        }
    },
    /** How fast billing rates, beside a bare consumer. */
    usage {
        @Override
        List<Figure> measure(Subject subject) {
            return new UsageBench(new BenchCloud(subject.stack(), subject.operator())).run();
        }
    },
    /** The planner's engine, beside the programs people use today; needs no stack. */
    planner {
        @Override
        List<Figure> measure(Subject subject) {
            return List.of();
        }

        @Override
        public boolean needsStack() {
            return false;
        }

        @Override
        List<Figure> measureAlone(PrintStream out, boolean slow) {
            return PlannerBench.run(out, slow);
        }
    };

    /**
     * A stack that nobody else uses.
     *
     * @param upSeconds what its start took
     */
    public record Subject(Stack stack, Login operator, double upSeconds, ProcessHandle supervisor) {}

    abstract List<Figure> measure(Subject subject);

    /** Whether it measures a running stack. */
    public boolean needsStack() {
        return true;
    }

    /** What is measured without a stack. */
    List<Figure> measureAlone(PrintStream out, boolean slow) {
        return List.of();
    }

    /**
     * Runs them in turn, prints the table, and writes the array where one is wanted.
     *
     * @param subject null where none of them needs one
     * @param slow also rows and peers that take many minutes
     */
    public static void run(
            List<Bench> benches, @Nullable Subject subject, boolean slow, @Nullable Path json, PrintStream out)
            throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (Bench bench : benches) {
            out.println("measuring " + bench + " …");
            figures.addAll(
                    bench.needsStack()
                            ? bench.measure(Objects.requireNonNull(subject))
                            : bench.measureAlone(out, slow));
        }
        Figures.print(figures, out);
        if (json != null) {
            Figures.write(figures, json);
        }
    }
}
