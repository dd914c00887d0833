package org.xenopolis.planner.rehearsal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.RejectionReason;
import org.xenopolis.cluster.invariants.Invariants;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Step;

/** The scheduler's ledger, the domains that there really are, and the moves between them. */
final class ModelFleet {
    private static final int WAITS_MAX = 50;

    private static final Set<RejectionReason> EXPLAINED =
            EnumSet.of(RejectionReason.HOST_NOT_UP, RejectionReason.SOURCE_NOT_UP, RejectionReason.CORDONED);

    /** A domain on a host. */
    private record Place(InstanceId instance, HostId host) {}

    private final Map<Place, Boolean> unpaused = new HashMap<>();
    private final Map<HostId, Long> memory = new HashMap<>();
    private final Map<Long, ModelMove> moves = new LinkedHashMap<>();
    private final Map<HostId, HostState> silent = new HashMap<>();
    private final List<InstanceId> running = new ArrayList<>();
    private final Set<PlacementGroup> parted = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private Cluster ledger;

    ModelFleet(Situation situation) {
        this.ledger = situation.cluster();
        for (Allocation held : ledger.allocations()) {
            boolean runs = !situation.atRest().contains(held.instance());
            create(held.instance(), held.host(), held.resources().memory().bytes(), runs);
            if (runs) {
                running.add(held.instance());
            }
        }
    }

    List<String> broken() {
        return broken;
    }

    Map<Long, ModelMove> moves() {
        return moves;
    }

    /** Why it is refused, or nothing; said again, it has no second effect. */
    Optional<String> submit(long operation, Step step) {
        if (moves.containsKey(operation)) {
            return Optional.empty();
        }
        Allocation run = ledger.allocation(step.instance(), Purpose.RUN).orElseThrow();
        if (!run.host().equals(step.from())) {
            return Optional.of("wrong-source");
        }
        if (!step.epoch().equals(Step.ANY_EPOCH) && !step.epoch().equals(run.epoch())) {
            return Optional.of("wrong-epoch");
        }
        var verdict = HardRules.migrate(
                ledger, step.instance(), ledger.host(step.to()).orElseThrow(), step.move());
        if (!verdict.isAllowed()) {
            // Nobody else changes anything here: what a silent host does not explain, the plan has got wrong.
            boolean isParted =
                    run.constraints().affinity().filter(parted::contains).isPresent();
            if (!EXPLAINED.containsAll(verdict.reasons()) && !isParted) {
                broken.add("the plan asks for what may not be: " + step + " " + verdict.reasons());
            }
            return Optional.of(verdict.reasons().toString());
        }
        moves.put(operation, new ModelMove(step));
        ledger = ledger.with(run.toMoveTo(step.to()));
        judge();
        return Optional.empty();
    }

    /** One step of a move further, if both hosts answer; a broken link, or a host that gives up, ends it if it still can. */
    void advance(ModelMove move, boolean breaks) {
        Step step = move.step;
        if (move.isOver() || silent.containsKey(step.from()) || silent.containsKey(step.to())) {
            return;
        }
        long bytes = run(step.instance()).resources().memory().bytes();
        switch (move.phase) {
            case RESERVED -> {
                if (breaks || move.waited > WAITS_MAX) {
                    release(move);
                } else if (!haveAllTheirPlaces(step)) {
                    move.waited++;
                } else {
                    create(step.instance(), step.to(), bytes, false);
                    move.phase = ModelMove.Phase.COPYING;
                }
            }
            case COPYING -> {
                if (breaks) {
                    move.phase = ModelMove.Phase.ABORTING;
                } else {
                    unpaused.put(new Place(step.instance(), step.from()), false);
                    move.phase = ModelMove.Phase.SWITCHING;
                }
            }
            case SWITCHING -> {
                if (breaks) {
                    move.phase = ModelMove.Phase.ABORTING;
                } else {
                    unpaused.put(new Place(step.instance(), step.to()), true);
                    move.phase = ModelMove.Phase.DECIDED;
                }
            }
            case DECIDED -> {
                destroy(step.instance(), step.from(), bytes);
                move.phase = ModelMove.Phase.CLEARED;
            }
            case CLEARED -> arrive(move);
            case ABORTING -> {
                destroy(step.instance(), step.to(), bytes);
                unpaused.put(new Place(step.instance(), step.from()), true);
                release(move);
            }
            case SUCCEEDED, FAILED -> {}
        }
        judge();
    }

    /** No word from the host: its guests run on, and nothing is asked of it. */
    void fallSilent(HostId host) {
        Host known = ledger.host(host).orElseThrow();
        if (silent.putIfAbsent(host, known.state()) == null) {
            ledger = ledger.with(known.in(HostState.SUSPECT));
        }
    }

    void speakAgain(HostId host) {
        HostState before = silent.remove(host);
        if (before != null) {
            ledger = ledger.with(ledger.host(host).orElseThrow().in(before));
        }
    }

    /** Maintenance is over: the host takes guests again. */
    void returnToService(HostId host) {
        if (!silent.containsKey(host)) {
            ledger = ledger.with(ledger.host(host).orElseThrow().in(HostState.UP));
        }
    }

    List<HostId> hosts() {
        return ledger.hosts().stream().map(Host::id).toList();
    }

    HostId whereRuns(InstanceId instance) {
        return run(instance).host();
    }

    /** I3 and I7, once nothing is under way. */
    void judgeAtRest() {
        for (ModelMove move : moves.values()) {
            if (!move.isOver()) {
                broken.add("I3: a move never ends: " + move.step + " " + move.phase);
            }
        }
        Map<Place, Boolean> held = new HashMap<>();
        for (Allocation allocation : ledger.allocations()) {
            if (allocation.purpose() == Purpose.MIGRATION_TARGET) {
                broken.add("I7: room is kept for nobody: " + allocation);
            }
            held.put(new Place(allocation.instance(), allocation.host()), true);
        }
        if (!held.keySet().equals(unpaused.keySet())) {
            broken.add("I7: domains " + unpaused.keySet() + " are not the places " + held.keySet());
        }
        for (InstanceId instance : running) {
            if (!Boolean.TRUE.equals(
                    unpaused.get(new Place(instance, run(instance).host())))) {
                broken.add("stopped: " + instance);
            }
        }
    }

    private boolean haveAllTheirPlaces(Step step) {
        return step.block().others().stream()
                .allMatch(other -> ledger.allocationsOf(other).stream()
                        .anyMatch(place -> place.host().equals(step.to())));
    }

    private void judge() {
        Invariants.ofLedger(ledger).stream()
                .filter(violation ->
                        parted.stream().noneMatch(group -> violation.detail().contains(group.toString())))
                .forEach(violation -> broken.add(violation.toString()));
        for (Host host : ledger.hosts()) {
            if (memory.getOrDefault(host.id(), 0L) > host.capacity().memory().bytes()) {
                broken.add("I2: more memory in use than there is on " + host.name());
            }
        }
        Map<InstanceId, Integer> copies = new HashMap<>();
        unpaused.forEach((place, runs) -> copies.merge(place.instance(), runs ? 1 : 0, Integer::sum));
        copies.forEach((instance, count) -> {
            if (count > 1) {
                broken.add("I1: runs twice: " + instance);
            }
        });
        for (InstanceId instance : running) {
            if (copies.getOrDefault(instance, 0) == 0 && !isSwitching(instance)) {
                broken.add("stopped: " + instance);
            }
        }
    }

    private boolean isSwitching(InstanceId instance) {
        return moves.values().stream()
                .anyMatch(move -> move.step.instance().equals(instance)
                        && (move.phase == ModelMove.Phase.SWITCHING || move.phase == ModelMove.Phase.ABORTING));
    }

    private void release(ModelMove move) {
        // A member whose copying breaks after another one has arrived stays behind: what is left to REPAIR.
        Set<InstanceId> others = move.step.block().others();
        boolean goesOn = moves.values().stream()
                .anyMatch(other -> others.contains(other.step.instance())
                        && other.step.to().equals(move.step.to())
                        && other.phase != ModelMove.Phase.RESERVED
                        && other.phase != ModelMove.Phase.FAILED);
        if (goesOn || move.phase != ModelMove.Phase.RESERVED) {
            run(move.step.instance()).constraints().affinity().ifPresent(parted::add);
        }
        ledger = ledger.without(move.step.instance(), Purpose.MIGRATION_TARGET);
        move.phase = ModelMove.Phase.FAILED;
    }

    private void arrive(ModelMove move) {
        Allocation target = ledger.allocation(move.step.instance(), Purpose.MIGRATION_TARGET)
                .orElseThrow();
        ledger = ledger.without(move.step.instance(), Purpose.MIGRATION_TARGET)
                .without(move.step.instance(), Purpose.RUN)
                .with(target.arrived(new Epoch(target.epoch().value() + 1)));
        move.phase = ModelMove.Phase.SUCCEEDED;
    }

    private void create(InstanceId instance, HostId host, long bytes, boolean runs) {
        unpaused.put(new Place(instance, host), runs);
        memory.merge(host, bytes, Long::sum);
    }

    private void destroy(InstanceId instance, HostId host, long bytes) {
        unpaused.remove(new Place(instance, host));
        memory.merge(host, -bytes, Long::sum);
    }

    private Allocation run(InstanceId instance) {
        return ledger.allocation(instance, Purpose.RUN).orElseThrow();
    }
}
