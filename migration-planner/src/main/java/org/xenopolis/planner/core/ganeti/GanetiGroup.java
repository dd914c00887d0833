package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One group of a cluster as a cluster of its own: Ganeti balances group by group, and scores each alone.
 *
 * @param part its lines are those of the whole, so only {@link #widen} brings an answer back
 */
@SuppressWarnings("ArrayRecordComponent")
public record GanetiGroup(GanetiCluster whole, GanetiCluster part, int[] nodes, int[] guests) {

    /** A {@link GanetiException} where no group has the name, or a guest's two nodes are in two groups. */
    public static GanetiGroup of(GanetiCluster whole, String name) {
        int group = whole.groups().indexOf(name);
        if (group < 0) {
            throw new GanetiException("the cluster has no group named '" + name + "'");
        }
        int[] nodes = IntStream.range(0, whole.nodes().size())
                .filter(node -> whole.nodes().get(node).group() == group)
                .toArray();
        int[] guests = IntStream.range(0, whole.guests().size())
                .filter(guest -> isIn(whole, group, guest))
                .toArray();
        int[] place = new int[whole.nodes().size()];
        Arrays.fill(place, -1);
        for (int i = 0; i < nodes.length; i++) {
            place[nodes[i]] = i;
        }
        List<GanetiGuest> moved = new ArrayList<>();
        for (int guest : guests) {
            moved.add(whole.guests().get(guest).between(place));
        }
        GanetiCluster part = new GanetiCluster(
                whole.lines(),
                whole.nodesFrom(),
                whole.guestsFrom(),
                whole.groups(),
                Arrays.stream(nodes).mapToObj(whole.nodes()::get).toList(),
                moved,
                Arrays.stream(guests).mapToObj(guest -> whole.loads()[guest]).toArray(double[][]::new),
                whole.exclusionPrefixes(),
                whole.vcpuRatio(),
                whole.spindleRatio());
        return new GanetiGroup(whole, part, nodes, guests);
    }

    private static boolean isIn(GanetiCluster whole, int group, int guest) {
        GanetiGuest of = whole.guests().get(guest);
        boolean primary = whole.nodes().get(of.primary()).group() == group;
        boolean secondary = of.isMirrored() && whole.nodes().get(of.secondary()).group() == group;
        if (of.isMirrored() && primary != secondary) {
            throw new GanetiException("instance '" + of.name() + "' has its nodes in two groups");
        }
        return primary;
    }

    /** The plan for the group in terms of the whole cluster; guests of other groups stay where they are. */
    public GanetiPlan widen(GanetiPlan plan) {
        List<Pair> pairs = new ArrayList<>(whole.pairs());
        for (int i = 0; i < guests.length; i++) {
            pairs.set(guests[i], widen(plan.pairs().get(i)));
        }
        List<GanetiStep> steps = plan.steps().stream()
                .map(step -> new GanetiStep(guests[step.guest()], widen(step.from()), widen(step.to())))
                .toList();
        return new GanetiPlan(pairs, steps, plan.before(), plan.after());
    }

    private Pair widen(Pair pair) {
        return new Pair(nodes[pair.primary()], pair.secondary() < 0 ? -1 : nodes[pair.secondary()]);
    }
}
