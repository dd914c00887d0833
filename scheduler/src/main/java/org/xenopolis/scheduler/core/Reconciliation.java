package org.xenopolis.scheduler.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;

/**
 * Compares one host's complete inventory with records that were read before it was asked for.
 *
 * <p>What a domain says of itself is believed at once. What is concluded from a domain not being there, or from a domain
 * nobody knows, has to be seen in two complete inventories of the same boot; and a record that an operation holds is left
 * to that operation.
 */
public final class Reconciliation {
    static final int SIGHTINGS = 2;

    private Reconciliation() {}

    /**
     * @param sameLife whether it was last known to run in this very life of the host: since its boot, and, for a guest
     *     that the agent ends when it loses its lease, under this lease
     * @param busy whether an operation holds it
     */
    public record Recorded(
            InstanceId id,
            InstanceState state,
            InstanceState intended,
            @Nullable HostId host,
            @Nullable HostId diskHost,
            boolean sameLife,
            boolean busy) {}

    /** @param domain false when only its disk is there */
    public record Seen(InstanceId id, DomainState state, long epoch, boolean domain) {
        boolean unpaused() {
            return domain && state.isUnpaused();
        }
    }

    /** What to do about one instance; each is checked again when it is done. */
    public sealed interface Repair {
        InstanceId id();

        /** The guest has ended: the record follows. */
        record Ended(InstanceId id, Why why) implements Repair {}

        /** It is meant to run and does not. */
        record Start(InstanceId id) implements Repair {}

        /** It is meant to run and is paused, or runs though it is recorded as paused. */
        record Unpause(InstanceId id) implements Repair {}

        /** It is recorded as running and is paused. */
        record Pause(InstanceId id) implements Repair {}

        /** It runs, though its record says that it rests on this host. */
        record StopStray(InstanceId id, long epoch) implements Repair {}

        /** A domain that no record knows here. */
        record DeleteOrphan(InstanceId id, long epoch) implements Repair {}
    }

    /** How a guest came to its end. */
    public enum Why {
        /** Its domain is still there and says so. */
        SHUT_DOWN,
        CRASHED,
        /** Its domain is gone, and nothing has happened to its host: so the guest itself ended. */
        ENDED,
        /** Its domain went with its host, or with its host's lease: it is meant to come back. */
        LOST
    }

    /** What was seen last time and is not believed yet: the kind of suspicion and how often. */
    public record Suspicion(String what, String bootId, int sightings) {}

    public record Result(List<Repair> repairs, Map<InstanceId, Suspicion> suspicions) {}

    /**
     * @param records of all instances that have this host in their record, and of those suspected before
     * @param before the suspicions that the last comparison of this host left
     */
    public static Result compare(
            HostId host, String bootId, List<Recorded> records, List<Seen> domains, Map<InstanceId, Suspicion> before) {
        Map<InstanceId, Seen> seen = new HashMap<>();
        domains.forEach(domain -> seen.put(domain.id(), domain));
        List<Repair> repairs = new ArrayList<>();
        Map<InstanceId, Suspicion> after = new HashMap<>();
        Set<InstanceId> known = new HashSet<>();
        for (Recorded instance : records) {
            known.add(instance.id());
            Optional<Repair> repair = instance.busy()
                    ? Optional.empty()
                    : of(host, instance, Optional.ofNullable(seen.get(instance.id())));
            repair.ifPresent(found -> weigh(found, bootId, before, repairs, after));
        }
        for (Seen domain : domains) {
            if (!known.contains(domain.id())) {
                weigh(new Repair.DeleteOrphan(domain.id(), domain.epoch()), bootId, before, repairs, after);
            }
        }
        return new Result(List.copyOf(repairs), Map.copyOf(after));
    }

    private static Optional<Repair> of(HostId host, Recorded instance, Optional<Seen> domain) {
        if (host.equals(instance.host())) {
            return placedHere(instance, domain);
        }
        if (domain.isEmpty()) {
            return host.equals(instance.diskHost()) ? restart(instance) : Optional.empty();
        }
        return host.equals(instance.diskHost())
                ? restingHere(instance, domain.get())
                : Optional.of(
                        new Repair.DeleteOrphan(instance.id(), domain.get().epoch()));
    }

    private static Optional<Repair> placedHere(Recorded instance, Optional<Seen> seen) {
        if (seen.filter(Seen::domain).isEmpty()) {
            boolean saved =
                    seen.filter(disk -> disk.state() == DomainState.SUSPENDED).isPresent();
            return saved ? Optional.empty() : ended(instance, instance.sameLife() ? Why.ENDED : Why.LOST);
        }
        return switch (seen.get().state()) {
            case RUNNING, BLOCKED ->
                instance.state() == InstanceState.PAUSED
                        ? Optional.of(new Repair.Unpause(instance.id()))
                        : Optional.empty();
            case PAUSED -> paused(instance);
            // In another life of the host it is the agent that has ended it, for the lease was lost.
            case SHUTDOWN -> ended(instance, instance.sameLife() ? Why.SHUT_DOWN : Why.LOST);
            case CRASHED -> ended(instance, Why.CRASHED);
            case GONE, BUILDING, SUSPENDED, DYING, INCOMING, MIGRATED_AWAY -> Optional.empty();
        };
    }

    private static Optional<Repair> paused(Recorded instance) {
        if (instance.state() == InstanceState.RUNNING) {
            return Optional.of(new Repair.Pause(instance.id()));
        }
        return instance.intended() == InstanceState.RUNNING && instance.state() == InstanceState.PAUSED
                ? Optional.of(new Repair.Unpause(instance.id()))
                : Optional.empty();
    }

    private static Optional<Repair> ended(Recorded instance, Why why) {
        return switch (instance.state()) {
            case RUNNING, PAUSED -> Optional.of(new Repair.Ended(instance.id(), why));
            default -> Optional.empty();
        };
    }

    private static Optional<Repair> restingHere(Recorded instance, Seen seen) {
        if (!seen.domain()) {
            return restart(instance);
        }
        return seen.unpaused() || seen.state() == DomainState.PAUSED
                ? Optional.of(new Repair.StopStray(instance.id(), seen.epoch()))
                : Optional.empty();
    }

    private static Optional<Repair> restart(Recorded instance) {
        return instance.state() == InstanceState.STOPPED && instance.intended() == InstanceState.RUNNING
                ? Optional.of(new Repair.Start(instance.id()))
                : Optional.empty();
    }

    private static void weigh(
            Repair repair,
            String bootId,
            Map<InstanceId, Suspicion> before,
            List<Repair> repairs,
            Map<InstanceId, Suspicion> after) {
        if (isPlain(repair)) {
            repairs.add(repair);
            return;
        }
        String what = repair.toString();
        Suspicion last = before.get(repair.id());
        int sightings =
                last != null && last.what().equals(what) && last.bootId().equals(bootId) ? last.sightings() + 1 : 1;
        after.put(repair.id(), new Suspicion(what, bootId, sightings));
        if (sightings >= SIGHTINGS) {
            repairs.add(repair);
        }
    }

    /** Whether the domain itself says so. */
    private static boolean isPlain(Repair repair) {
        return switch (repair) {
            case Repair.Ended ended -> ended.why() == Why.SHUT_DOWN || ended.why() == Why.CRASHED;
            case Repair.Start start -> true;
            case Repair.Unpause unpause -> false;
            case Repair.Pause pause -> false;
            case Repair.StopStray stray -> false;
            case Repair.DeleteOrphan orphan -> false;
        };
    }
}
