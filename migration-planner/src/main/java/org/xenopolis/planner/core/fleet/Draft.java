package org.xenopolis.planner.core.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.planner.core.Benefit;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.HostChange;
import org.xenopolis.planner.core.Phase;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Step;
import org.xenopolis.planner.core.Stuck;
import org.xenopolis.planner.core.Thresholds;

/** What all goals share: the ground they start from, and how hops become a proposal. */
final class Draft {
    final Fleet fleet;
    final Movers movers;
    final Thresholds thresholds;
    final Goal goal;
    final Weights weights;
    final Sentences sentences;
    /** As things are. */
    final FleetCost before;

    Draft(Fleet fleet, Movers movers, Thresholds thresholds, Goal goal) {
        this.fleet = fleet;
        this.movers = movers;
        this.thresholds = thresholds;
        this.goal = goal;
        this.weights = Weights.of(goal).times(fleet.situation.experience().benefitKept());
        this.sentences = new Sentences(thresholds);
        this.before = ground(home()).cost;
    }

    int[] home() {
        return fleet.model.items().home();
    }

    Ground ground(int[] at) {
        return ground(at, Ground.none(fleet));
    }

    Ground ground(int[] at, boolean[] empty) {
        return new Ground(fleet, thresholds, weights, empty, at, goal.movesMax());
    }

    /** Items that are to be elsewhere, those on the hottest hosts first. */
    List<Integer> movedIn(int[] target) {
        return IntStream.range(0, target.length)
                .filter(item -> target[item] != fleet.home(item))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(item -> -before.heat(fleet.home(item)))
                        .thenComparingInt(item -> item))
                .toList();
    }

    Benefit benefit(int[] at, List<Hop> hops) {
        FleetCost after = ground(at).cost;
        long bytes = 0;
        Duration copy = Duration.ZERO;
        Duration pause = Duration.ZERO;
        double price = 0;
        for (Hop hop : hops) {
            var cost = fleet.costs[hop.item()];
            bytes += cost.bytes();
            copy = copy.plus(cost.copy());
            pause = pause.plus(cost.pause());
            price += FleetCost.price(cost, thresholds);
        }
        return new Benefit(
                sum(host -> Math.max(0, before.heat(host) - 1)),
                sum(host -> Math.max(0, after.heat(host) - 1)),
                spread(before),
                spread(after),
                empty(before),
                empty(after),
                new Reserve(fleet, Map.of(), goal.failures()).hostsThatCannotFail(),
                new Reserve(fleet, moved(at), goal.failures()).hostsThatCannotFail(),
                bytes,
                copy,
                pause,
                before.ofHosts() - after.ofHosts(),
                price);
    }

    Proposal proposal(List<Hop> hops, int[] at, List<Phase> phases, List<Stuck> stuck, boolean[] empty, Words words) {
        long[] nanos = new long[hops.size()];
        for (int hop = 0; hop < nanos.length; hop++) {
            var cost = fleet.costs[hops.get(hop).item()];
            nanos[hop] = cost.copy().plus(cost.pause()).toNanos();
        }
        Timetable times = new Timetable(hops, nanos, fleet.hosts.length, Math.max(1, phases.size()));
        Reasons reasons = new Reasons(this, hops, empty);
        List<Step> steps = new ArrayList<>();
        Set<Integer> hasMoved = new HashSet<>();
        for (int index = 0; index < hops.size(); index++) {
            boolean again = !hasMoved.add(hops.get(index).item());
            for (Allocation member : fleet.blocks.get(hops.get(index).item())) {
                steps.add(step(steps.size() + 1, member, index, hops, reasons, times.startNanos(index), again));
            }
        }
        Benefit benefit = benefit(at, hops);
        return new Proposal(
                steps,
                phases.isEmpty() ? List.of(new Phase(1, goal.hosts(), "All at once.")) : phases,
                changes(hops, at),
                stuck,
                words.summary(benefit),
                benefit,
                Duration.ofNanos(times.makespanNanos()),
                Duration.ofNanos(times.busiestNanos()));
    }

    private Step step(
            int number, Allocation guest, int index, List<Hop> hops, Reasons reasons, long start, boolean again) {
        Hop hop = hops.get(index);
        List<Integer> after = new ArrayList<>();
        hop.after().forEach(before -> after.addAll(reasons.numbers(before)));
        Set<InstanceId> others = new HashSet<>();
        fleet.blocks.get(hop.item()).forEach(member -> others.add(member.instance()));
        others.remove(guest.instance());
        return new Step(
                number,
                guest.instance(),
                fleet.hosts[hop.from()].id(),
                fleet.hosts[hop.to()].id(),
                again ? Step.ANY_EPOCH : guest.epoch(),
                after,
                hop.phase(),
                Duration.ofNanos(start),
                reasons.why(index),
                reasons.ifSkipped(index),
                fleet.cost(guest),
                new Step.Block(reasons.numbers(index).getFirst(), others),
                movers.overrides(guest));
    }

    /** How many guests move, counted at each move. */
    int moves(List<Hop> hops) {
        return hops.stream().mapToInt(hop -> fleet.size(hop.item())).sum();
    }

    /** Says in a sentence or two what the plan does. */
    interface Words {
        String summary(Benefit benefit);
    }

    private List<HostChange> changes(List<Hop> hops, int[] at) {
        boolean[] touched = new boolean[fleet.hosts.length];
        for (Hop hop : hops) {
            touched[hop.from()] = true;
            touched[hop.to()] = true;
        }
        FleetCost after = ground(at).cost;
        return IntStream.range(0, touched.length)
                .filter(host -> touched[host])
                .mapToObj(host -> new HostChange(
                        fleet.hosts[host].id(), fleet.hosts[host].name(), before.use(host), after.use(host)))
                .toList();
    }

    private Map<InstanceId, Integer> moved(int[] at) {
        Map<InstanceId, Integer> moved = new HashMap<>();
        for (int item = 0; item < at.length; item++) {
            if (at[item] != fleet.home(item)) {
                int to = at[item];
                fleet.blocks.get(item).forEach(member -> moved.put(member.instance(), to));
            }
        }
        return moved;
    }

    private double spread(FleetCost cost) {
        double count = sum(host -> 1);
        double mean = count == 0 ? 0 : sum(cost::heat) / count;
        return count == 0 ? 0 : Math.sqrt(sum(host -> Math.pow(cost.heat(host) - mean, 2)) / count);
    }

    private int empty(FleetCost cost) {
        return (int) sum(host -> cost.guests(host) == 0 ? 1 : 0);
    }

    /** Over hosts that answer. */
    private double sum(ToDoubleFunction<Integer> of) {
        double sum = 0;
        for (int host = 0; host < fleet.hosts.length; host++) {
            sum += fleet.hosts[host].state().answers() ? of.applyAsDouble(host) : 0;
        }
        return sum;
    }
}
