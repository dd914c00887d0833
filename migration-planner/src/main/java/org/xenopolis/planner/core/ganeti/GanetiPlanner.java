package org.xenopolis.planner.core.ganeti;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.objective.DeviationCost;
import org.xenopolis.planner.core.objective.MoveLimit;
import org.xenopolis.planner.core.schedule.Sequence;
import org.xenopolis.planner.core.schedule.Sequencer;
import org.xenopolis.planner.core.schedule.Shift;
import org.xenopolis.planner.core.search.Progress;
import org.xenopolis.planner.core.search.Search;
import org.xenopolis.planner.core.search.Tuning;

/**
 * Fills the engine's model with a cluster and reads its answer back. Items are the guests that may move: on shared disks,
 * with automatic balancing, in the one group the cluster has. Guests on local or mirrored disks stay where they are and
 * count in the score.
 *
 * <p>Resources, in whole units: memory of running guests, memory of all, vCPUs. What a node must keep free, so that the
 * largest failure of another one fits, is taken from its capacity beforehand.
 */
public final class GanetiPlanner {
    private static final int RESOURCES = 3;
    private static final double OFFLINE = 20;
    /** A move has to gain at least this part of a guest's share of the score. */
    private static final double WORTH = 0.05;

    private final GanetiCluster cluster;
    private final int[] guestOf;
    private final NodeFigures[] figures;
    private final double score;
    private final Model model;

    public GanetiPlanner(GanetiCluster cluster) {
        long used = IntStream.range(0, cluster.groups().size())
                .filter(group -> cluster.nodes().stream().anyMatch(node -> node.group() == group))
                .count();
        if (used > 1) {
            throw new GanetiException("the cluster has " + used + " groups with nodes: name one (--group)");
        }
        this.cluster = cluster;
        this.guestOf = IntStream.range(0, cluster.guests().size())
                .filter(guest -> mayMove(cluster.guests().get(guest)))
                .toArray();
        this.figures = NodeFigures.all(cluster, cluster.primaries());
        this.score = GanetiScore.of(cluster, cluster.primaries());
        this.model = model();
    }

    /** How many guests may move. */
    public int movable() {
        return guestOf.length;
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
        double soft = returns ? 0.5 * score / Math.max(1, Math.min(movesMax, guestOf.length)) : strict;
        int[] near = search(model.items().home(), movesMax, soft, Tuning.LIMITED, seed, tries);
        int[] target = search(near, movesMax, strict, Tuning.SETTLING, seed, tries / 8);
        Sequence sequence = new Sequencer(new Placement(model), guard(new TagCounts(cluster)))
                .order(target, movesMax - moved(target));
        int[] primaries = cluster.primaries();
        sequence.steps().forEach(step -> primaries[guestOf[step.item()]] = step.to());
        List<Shift> steps = sequence.steps().stream()
                .map(step -> new Shift(guestOf[step.item()], step.from(), step.to()))
                .toList();
        return new GanetiPlan(primaries, steps, score, GanetiScore.of(cluster, primaries));
    }

    private int[] search(int[] start, int movesMax, double beyond, Tuning tuning, long seed, long tries) {
        Placement placement = new Placement(model, start);
        TagCounts tags = new TagCounts(cluster);
        Guard guard = guard(tags);
        for (int item = 0; item < start.length; item++) {
            guard.move(item, start[item]);
        }
        double price = WORTH * score / Math.max(1, guestOf.length);
        MoveLimit limit = new MoveLimit(placement, movesMax, price, beyond);
        GanetiCost cost = new GanetiCost(placement, deviations(placement), limit, tags, guestOf, stay());
        return new Search(placement, guard, cost, tuning, seed)
                .run(Progress.moves(tries))
                .at();
    }

    private int moved(int[] at) {
        int[] home = model.items().home();
        return (int) IntStream.range(0, at.length)
                .filter(item -> at[item] != home[item])
                .count();
    }

    private static boolean mayMove(GanetiGuest guest) {
        return guest.isShared() && guest.autoBalance() && !guest.forthcoming();
    }

    private Guard guard(TagCounts tags) {
        return new Guard() {
            @Override
            public boolean admits(int item, int to) {
                return tags.admits(guestOf[item], to);
            }

            @Override
            public boolean admitsSwap(int a, int b) {
                return tags.admitsSwap(guestOf[a], guestOf[b]);
            }

            @Override
            public void move(int item, int to) {
                tags.move(guestOf[item], to);
            }
        };
    }

    private Model model() {
        int nodes = cluster.nodes().size();
        long[] capacity = new long[nodes * RESOURCES];
        for (int node = 0; node < nodes; node++) {
            fillCapacity(node, capacity);
        }
        int items = guestOf.length;
        long[] demand = new long[items * RESOURCES];
        int[] home = new int[items];
        for (int item = 0; item < items; item++) {
            GanetiGuest guest = cluster.guests().get(guestOf[item]);
            home[item] = guest.primary();
            demand[item * RESOURCES] = guest.usesMemory() ? guest.memory() : 0;
            demand[item * RESOURCES + 1] = guest.memory();
            demand[item * RESOURCES + 2] = guest.isOnline() ? guest.vcpus() : 0;
            for (int r = 0; r < RESOURCES; r++) {
                capacity[home[item] * RESOURCES + r] += demand[item * RESOURCES + r];
            }
        }
        int[] alone = new int[items];
        Arrays.fill(alone, 1);
        int[][] none = new int[items][0];
        return new Model(
                new Model.Machines(nodes, capacity, new int[nodes], 1, new int[nodes], 1),
                new Model.Items(items, demand, IntStream.range(0, items).toArray(), home),
                new Model.Groups(items, alone, new int[items], none, none),
                RESOURCES,
                new boolean[RESOURCES]);
    }

    /** What is free now; what the items take is added to it afterwards. */
    private void fillCapacity(int node, long[] capacity) {
        GanetiNode on = cluster.nodes().get(node);
        NodeFigures figures = figures(node);
        int row = node * RESOURCES;
        if (on.offline()) {
            // Nothing comes here; what is here may leave.
            Arrays.fill(capacity, row, row + RESOURCES, Long.MIN_VALUE / 4);
            return;
        }
        double total = on.totalMemory();
        long free = Math.round(figures.deviating()[0] * total);
        long reserved = Math.round(figures.reserved() * total);
        capacity[row] = free - 1 - (figures.failsAlone() ? 0 : reserved);
        capacity[row + 1] = Math.round(figures.deviating()[4] * total) - 1;
        double vcpus = figures.deviating()[6] * on.cpus() * on.cpuSpeed();
        capacity[row + 2] = (long) Math.floor(cluster.vcpuRatio()[on.group()] * on.cpus() - vcpus + 1e-6);
    }

    private NodeFigures figures(int node) {
        return figures[node];
    }

    private double[] stay() {
        double[] stay = new double[cluster.nodes().size()];
        for (int node = 0; node < stay.length; node++) {
            boolean offline = cluster.nodes().get(node).offline();
            stay[node] = offline ? OFFLINE : figures(node).failsAlone() ? 1 : 0;
        }
        return stay;
    }

    private DeviationCost deviations(Placement placement) {
        int nodes = cluster.nodes().size();
        int figures = NodeFigures.WEIGHTS.length;
        double[] base = new double[nodes * figures];
        double[] unit = new double[nodes * figures];
        boolean[] counts = new boolean[nodes];
        for (int node = 0; node < nodes; node++) {
            GanetiNode on = cluster.nodes().get(node);
            counts[node] = !on.offline();
            if (counts[node]) {
                System.arraycopy(figures(node).deviating(), 0, base, node * figures, figures);
                double perMemory = -1 / on.totalMemory();
                double perCpu = 1 / (on.cpus() * on.cpuSpeed());
                double[] units = {perMemory, 0, perCpu, 0, perMemory, 0, perCpu, 0, 0, 1, 1, 1, 1};
                System.arraycopy(units, 0, unit, node * figures, figures);
            }
        }
        double[] share = new double[guestOf.length * figures];
        for (int item = 0; item < guestOf.length; item++) {
            fillShare(item, share, base, unit);
        }
        return new DeviationCost(placement, NodeFigures.WEIGHTS, base, share, unit, counts);
    }

    private void fillShare(int item, double[] share, double[] base, double[] unit) {
        GanetiGuest guest = cluster.guests().get(guestOf[item]);
        double[] load = cluster.loads()[guestOf[item]];
        double running = guest.usesMemory() ? guest.memory() : 0;
        double vcpus = guest.isOnline() ? guest.vcpus() : 0;
        double[] shares = {running, 0, vcpus, 0, guest.memory(), 0, vcpus, 0, 0, load[0], load[1], load[2], load[3]};
        for (int i = 0; i < shares.length; i++) {
            share[item * shares.length + i] = shares[i];
            int cell = guest.primary() * shares.length + i;
            base[cell] -= shares[i] * unit[cell];
        }
    }
}
