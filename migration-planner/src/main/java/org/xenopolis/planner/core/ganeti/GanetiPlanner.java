package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.search.Progress;
import org.xenopolis.planner.core.search.Search;
import org.xenopolis.planner.core.search.Tuning;

/**
 * Fills the engine's model with a cluster and reads its answer back. Who may move: guests on shared or mirrored disks, with
 * automatic balancing, in the one group the cluster has. Guests on local disks stay where they are and count in the score.
 */
public final class GanetiPlanner {
    /** A move has to gain at least this part of a guest's share of the score. */
    private static final double WORTH = 0.05;

    private final GanetiCluster cluster;
    private final Copies copies;
    private final NodeFigures[] figures;
    private final double score;
    private final GanetiModel described;
    private final Model model;

    public GanetiPlanner(GanetiCluster cluster) {
        long used = IntStream.range(0, cluster.groups().size())
                .filter(group -> cluster.nodes().stream().anyMatch(node -> node.group() == group))
                .count();
        if (used > 1) {
            throw new GanetiException("the cluster has " + used + " groups with nodes: name one (--group)");
        }
        this.cluster = cluster;
        this.copies = Copies.of(cluster);
        this.figures = NodeFigures.all(cluster, cluster.pairs());
        this.score = GanetiScore.of(cluster, cluster.pairs());
        this.described = new GanetiModel(cluster, copies, figures);
        this.model = described.model();
    }

    /** How many guests may move. */
    public int movable() {
        return copies.guests();
    }

    /** How many places of theirs there are to choose: a mirrored guest has two. */
    public int places() {
        return copies.count();
    }

    /**
     * Searches twice: first with a limit that may be overstepped at a price, then with a strict one, for improvements.
     *
     * @param movesMax of the whole plan, stop-overs included
     * @param tries moves the search looks at
     */
    public GanetiPlan plan(int movesMax, long seed, long tries) {
        double strict = Math.max(score, 1);
        // Nothing returns to an offline node: what was overstepped there could not be taken back.
        boolean returns = cluster.nodes().stream().noneMatch(GanetiNode::offline);
        double soft = returns ? 0.5 * score / Math.max(1, Math.min(movesMax, copies.guests())) : strict;
        int[] near = search(
                model.items().home(),
                movesMax,
                soft,
                copies.areMirrored() ? Tuning.PAIRED : Tuning.LIMITED,
                seed,
                tries);
        int[] target = search(
                near,
                movesMax,
                strict,
                copies.areMirrored() ? Tuning.SETTLING_PAIRS : Tuning.SETTLING,
                seed,
                tries / 8);
        GanetiGuard guard = new GanetiGuard(copies, new TagCounts(cluster), new Reserves(cluster, figures));
        boolean[] offline = GanetiModel.offline(cluster.nodes());
        List<GanetiStep> steps =
                new PairSequencer(new Placement(model), guard, copies, offline).order(target, movesMax);
        List<Pair> pairs = new ArrayList<>(cluster.pairs());
        steps.forEach(step -> pairs.set(step.guest(), step.to()));
        return new GanetiPlan(List.copyOf(pairs), steps, score, GanetiScore.of(cluster, pairs));
    }

    private int[] search(int[] start, int movesMax, double beyond, Tuning tuning, long seed, long tries) {
        Placement placement = new Placement(model, start);
        TagCounts tags = new TagCounts(cluster);
        Reserves reserves = new Reserves(cluster, figures);
        Guard guard = new GanetiGuard(copies, tags, reserves);
        double price = WORTH * score / Math.max(1, copies.guests());
        StepLimit limit = new StepLimit(cluster, movesMax, price, beyond);
        for (int item = 0; item < start.length; item++) {
            guard.move(item, start[item]);
            limit.move(copies.guestOf()[item], copies.second()[item], start[item]);
        }
        GanetiCost cost = new GanetiCost(
                placement,
                described.deviations(placement),
                limit,
                tags,
                reserves,
                copies,
                GanetiModel.offline(cluster.nodes()));
        return new Search(placement, guard, cost, tuning, seed)
                .run(Progress.moves(tries))
                .at();
    }
}
