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

    /** @param busy whether an operation holds it */
    public record Recorded(
            InstanceId id,
            InstanceState state,
            InstanceState intended,
            @Nullable HostId host,
            @Nullable HostId diskHost,
            long epoch,
            boolean busy) {}

    /** @param state GONE for one whose disk alone is there */
    public record Seen(InstanceId id, DomainState state, long epoch) {}

    /** What to do about one instance; each is checked again when it is done. */
    public sealed interface Repair {
        InstanceId id();

        /** The guest has ended, by itself or with its host: the record follows. */
        record Ended(InstanceId id, String why) implements Repair {}

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

    private static Optional<Repair> placedHere(Recorded instance, Optional<Seen> domain) {
        DomainState state = domain.map(Seen::state).orElse(DomainState.GONE);
        return switch (state) {
            case RUNNING, BLOCKED ->
                instance.state() == InstanceState.PAUSED
                        ? Optional.of(new Repair.Unpause(instance.id()))
                        : Optional.empty();
            case PAUSED -> paused(instance);
            case SHUTDOWN -> ended(instance, "guest-shut-down");
            case CRASHED -> ended(instance, "guest-crashed");
            case GONE -> ended(instance, "domain-lost");
            case BUILDING, SUSPENDED, DYING, INCOMING, MIGRATED_AWAY -> Optional.empty();
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

    private static Optional<Repair> ended(Recorded instance, String why) {
        return switch (instance.state()) {
            case RUNNING, PAUSED -> Optional.of(new Repair.Ended(instance.id(), why));
            default -> Optional.empty();
        };
    }

    private static Optional<Repair> restingHere(Recorded instance, Seen domain) {
        return switch (domain.state()) {
            case RUNNING, BLOCKED, PAUSED -> Optional.of(new Repair.StopStray(instance.id(), domain.epoch()));
            case GONE, SHUTDOWN, CRASHED -> restart(instance);
            case BUILDING, SUSPENDED, DYING, INCOMING, MIGRATED_AWAY -> Optional.empty();
        };
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
            case Repair.Ended ended -> !ended.why().equals("domain-lost");
            case Repair.Start start -> true;
            case Repair.Unpause unpause -> false;
            case Repair.Pause pause -> false;
            case Repair.StopStray stray -> false;
            case Repair.DeleteOrphan orphan -> false;
        };
    }
}
