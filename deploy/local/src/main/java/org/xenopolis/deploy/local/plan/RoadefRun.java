package org.xenopolis.deploy.local.plan;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.roadef.RoadefInstance;
import org.xenopolis.planner.core.roadef.RoadefJudge;
import org.xenopolis.planner.core.roadef.RoadefVerdict;
import org.xenopolis.planner.core.search.Answer;
import org.xenopolis.planner.core.search.Search;
import org.xenopolis.planner.core.search.Tryout;
import org.xenopolis.planner.core.search.Tuning;

/** Reassigns the processes of a challenge instance; the seconds are the command's, reading included. */
record RoadefRun(Path model, Path initial, double seconds, long seed, Path out) {
    /** Of the time, for each kind of tuning. */
    private static final double TRYOUT = 0.08;

    private static final long SMALL = 200_000;

    void run(PrintStream to) {
        long start = System.nanoTime();
        RoadefInstance instance = RoadefInstance.parse(PlanFiles.read(model), PlanFiles.read(initial));
        RoadefVerdict before =
                RoadefJudge.judge(instance, instance.model().items().home());
        if (!before.isFeasible()) {
            throw new StackException(
                    initial + " breaks the rules: " + before.broken().getFirst());
        }
        Answer answer = new Tryout(
                        tuning -> search(instance, tuning), tried -> (System.nanoTime() - start) / 1e9 / seconds)
                .run(isSmall(instance) ? Tuning.KINDS : List.of(Tuning.DEFAULT), TRYOUT);
        RoadefVerdict verdict = RoadefJudge.judge(instance, answer.at());
        if (!verdict.isFeasible() || verdict.cost() != answer.cost()) {
            throw new IllegalStateException("the judge disagrees: " + verdict + " for " + answer.cost());
        }
        StringJoiner text = new StringJoiner(" ", "", "\n");
        for (int machine : answer.at()) {
            text.add(String.valueOf(machine));
        }
        PlanFiles.write(out, text.toString());
        to.printf("cost %d -> %d%n", before.cost(), verdict.cost());
        to.printf(
                "load %d, balance %d, process moves %d, service moves %d, machine moves %d%n",
                verdict.load(), verdict.balance(), verdict.itemMoves(), verdict.groupMoves(), verdict.machineMoves());
        to.printf("%d moves tried, %d taken%n", answer.tried(), answer.taken());
        to.printf("CPU %.2f s, %.2f s elapsed%n", PlanFiles.cpuSeconds(), (System.nanoTime() - start) / 1e9);
    }

    /** In larger ones a short search favours whatever is cold: it says nothing about a long one. */
    private static boolean isSmall(RoadefInstance instance) {
        return (long) instance.model().items().count()
                        * instance.model().machines().count()
                <= SMALL;
    }

    private Search search(RoadefInstance instance, Tuning tuning) {
        Placement placement = new Placement(instance.model());
        return new Search(placement, Guard.NONE, instance.objective(placement), tuning, seed);
    }
}
