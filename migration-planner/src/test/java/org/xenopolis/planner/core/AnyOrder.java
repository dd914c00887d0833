package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.invariants.Invariants;

/**
 * Executes steps as nobody would wish: in a random order that their waiting leaves, as many at once as chance wants, some
 * struck out; and asks the checker, which no planner uses, at each state. What was wrong before may stay wrong.
 */
final class AnyOrder {
    private AnyOrder() {}

    /** @param struckOut the share of steps that an operator leaves out, or that are refused */
    static Cluster carryOut(Cluster start, List<Step> steps, SplittableRandom random, double struckOut) {
        Set<String> before = violations(start);
        Cluster cluster = start;
        Set<Integer> moved = new HashSet<>();
        Map<Integer, Step> moving = new HashMap<>();
        Set<Integer> left = new HashSet<>();
        List<Step> waiting = new ArrayList<>(steps);
        Set<Integer> known = new HashSet<>();
        steps.forEach(step -> known.add(step.number()));
        while (!waiting.isEmpty() || !moving.isEmpty()) {
            strike(waiting, left, random, struckOut);
            List<Step> ready = waiting.stream()
                    // Steps of other phases were carried out before.
                    .filter(step ->
                            step.after().stream().allMatch(number -> moved.contains(number) || !known.contains(number)))
                    .toList();
            if (!ready.isEmpty() && (moving.isEmpty() || random.nextInt(3) > 0)) {
                Step chosen = ready.get(random.nextInt(ready.size()));
                for (Step step : block(waiting, chosen)) {
                    waiting.remove(step);
                    moving.put(step.number(), step);
                    cluster = begun(cluster, step);
                    assertThat(before).containsAll(violations(cluster));
                }
            } else if (!moving.isEmpty()) {
                List<Step> under = List.copyOf(moving.values());
                Step step = under.get(random.nextInt(under.size()));
                List<Step> together = block(under, step);
                boolean isWhole = together.size() == step.block().others().size() + 1;
                if (isWhole && random.nextDouble() < struckOut / 4) {
                    for (Step member : together) {
                        moving.remove(member.number());
                        left.add(member.number());
                        cluster = cluster.without(member.instance(), Purpose.MIGRATION_TARGET);
                    }
                } else {
                    moving.remove(step.number());
                    moved.add(step.number());
                    cluster = arrived(cluster.without(step.instance(), Purpose.MIGRATION_TARGET), step);
                }
            } else if (!waiting.isEmpty()) {
                throw new AssertionError("steps wait for each other: " + waiting);
            }
            assertThat(before).containsAll(violations(cluster));
        }
        return cluster;
    }

    private static List<Step> block(List<Step> steps, Step of) {
        return steps.stream()
                .filter(step -> step.block().first() == of.block().first())
                .toList();
    }

    /** Some are left out, and then with them those that move along and those that wait for them. */
    private static void strike(List<Step> waiting, Set<Integer> left, SplittableRandom random, double struckOut) {
        Set<Integer> blocks = new HashSet<>();
        for (Step step : waiting) {
            if (random.nextDouble() < struckOut / 4) {
                blocks.add(step.block().first());
            }
        }
        while (waiting.removeIf(step -> blocks.contains(step.block().first()) && left.add(step.number()))
                || waiting.stream().anyMatch(step -> step.after().stream().anyMatch(left::contains))) {
            waiting.stream()
                    .filter(step -> step.after().stream().anyMatch(left::contains))
                    .forEach(step -> blocks.add(step.block().first()));
        }
    }

    private static Cluster begun(Cluster cluster, Step step) {
        Allocation run = run(cluster, step.instance());
        assertThat(run.host()).isEqualTo(step.from());
        assertThat(step.epoch()).isIn(run.epoch(), Step.ANY_EPOCH);
        assertThat(cluster.allocation(step.instance(), Purpose.MIGRATION_TARGET))
                .isEmpty();
        Host to = cluster.host(step.to()).orElseThrow();
        if (to.state() != HostState.UP) {
            // Home after maintenance: by then it is in service again.
            cluster = cluster.with(to.in(HostState.UP));
        }
        assertThat(HardRules.migrate(
                                cluster,
                                step.instance(),
                                cluster.host(step.to()).orElseThrow(),
                                step.move())
                        .reasons())
                .as(step.toString())
                .isEmpty();
        return cluster.with(run.toMoveTo(step.to()));
    }

    private static Cluster arrived(Cluster cluster, Step step) {
        Allocation run = run(cluster, step.instance());
        return cluster.without(step.instance(), Purpose.RUN)
                .with(new Allocation(
                        run.instance(),
                        run.tenant(),
                        step.to(),
                        run.epoch(),
                        Purpose.RUN,
                        run.resources(),
                        run.constraints()));
    }

    private static Allocation run(Cluster cluster, InstanceId instance) {
        return cluster.allocation(instance, Purpose.RUN).orElseThrow();
    }

    private static Set<String> violations(Cluster cluster) {
        Set<String> found = new HashSet<>();
        Invariants.ofLedger(cluster).forEach(violation -> found.add(violation.toString()));
        return found;
    }
}
