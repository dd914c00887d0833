package org.xenopolis.deploy.local.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.xenopolis.deploy.local.api.Login;
import org.xenopolis.deploy.local.stack.Stack;

/** The benches by name; docs/howto/bench.md says what each measures and what bounds it. */
public enum Bench {
    /** Start-up time and memory of the whole stack. */
    up {
        @Override
        public List<Figure> measure(Subject subject) {
            return UpFigures.of(subject.upSeconds(), subject.supervisor());
        }
    },
    /** The tenant's path. */
    path {
        @Override
        public List<Figure> measure(Subject subject) {
            return new PathBench(new BenchCloud(subject.stack(), subject.operator())).run();
        }
    },
    /** How fast billing rates, beside a bare consumer. */
    usage {
        @Override
        public List<Figure> measure(Subject subject) {
            return new UsageBench(new BenchCloud(subject.stack(), subject.operator())).run();
        }

        @Override
        public Duration meteringInterval() {
            return Duration.ofSeconds(1);
        }
    },
    /** The planner's engine, beside the programs people use today; needs no stack. */
    planner {
        @Override
        public boolean needsStack() {
            return false;
        }

        @Override
        public List<Figure> measure(Subject subject) {
            throw new IllegalStateException("the planner's bench needs no stack");
        }

        @Override
        public List<Figure> measureAlone(PrintStream out, Effort effort) {
            return PlannerBench.run(out, effort);
        }
    },
    /** Plans carried out while things fail; needs no stack. */
    plans {
        @Override
        public boolean needsStack() {
            return false;
        }

        @Override
        public List<Figure> measure(Subject subject) {
            throw new IllegalStateException("the bench of plans needs no stack");
        }

        @Override
        public List<Figure> measureAlone(PrintStream out, Effort effort) {
            return PlansBench.run(out);
        }
    };

    /**
     * A stack that nobody else uses.
     *
     * @param upSeconds what its start took
     */
    public record Subject(Stack stack, Login operator, double upSeconds, ProcessHandle supervisor) {}

    public abstract List<Figure> measure(Subject subject);

    /** Whether it measures a running stack. */
    public boolean needsStack() {
        return true;
    }

    /** What is measured without a stack. */
    public List<Figure> measureAlone(PrintStream out, Effort effort) {
        return List.of();
    }

    /** How often the hosts of the stack that it measures close usage lines; as shipped, unless lines are its subject. */
    public Duration meteringInterval() {
        return Duration.ofMinutes(1);
    }
}
