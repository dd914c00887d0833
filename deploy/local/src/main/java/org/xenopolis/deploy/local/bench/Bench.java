package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    };

    /**
     * A stack that nobody else uses.
     *
     * @param upSeconds what its start took
     */
    public record Subject(Stack stack, Login operator, double upSeconds, ProcessHandle supervisor) {}

    abstract List<Figure> measure(Subject subject);

    /** Runs them in turn, prints the table, and writes the array where one is wanted. */
    public static void run(List<Bench> benches, Subject subject, @Nullable Path json, PrintStream out)
            throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (Bench bench : benches) {
            out.println("measuring " + bench + " …");
            figures.addAll(bench.measure(subject));
        }
        Figures.print(figures, out);
        if (json != null) {
            Figures.write(figures, json);
        }
    }
}
