package org.xenopolis.planner.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.GuestLoad;
import org.xenopolis.planner.core.Planner;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Step;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.fleet.EnginePlanner;
import org.xenopolis.planner.core.forecast.Forecaster;

/**
 * A week of load, minute by minute, under the autopilot's rules as they are shipped: every ten minutes a BALANCE plan from
 * the forecast of the next quarter of an hour, carried out when its gain is twice its price; who moved stays for an hour,
 * and does not come back for a day. Does it move guests back and forth, and is it worth it? All is drawn from the loads:
 * equal weeks end equally.
 */
public final class WeekReplay {
    /** The engine's usual effort is for one plan that somebody looks at; a week has a thousand. */
    private static final EnginePlanner.Effort EFFORT = new EnginePlanner.Effort(100, 4_096, 60_000);

    private static final int INTERVAL_MINUTES = 10;
    private static final int COOLDOWN_MINUTES = 60;
    private static final int HORIZON_MINUTES = 15;
    private static final int MOVES_MAX = 20;
    private static final double GAIN_MIN = 2;
    private static final int CPUS = 16;
    private static final int VCPUS_EACH = 4;
    /** What dom0 keeps busy. */
    private static final double DOM0_CORES = 0.3;

    /**
     * @param undone moves back to a host that the guest had left less than a day before
     * @param hotMinutes minutes in which a host was asked for more than the threshold, over all hosts
     */
    public record Outcome(int guests, int plans, int moves, int undone, long hotMinutes, double movesPerGuestDay) {}

    /** That a guest left a host. */
    private record Left(InstanceId guest, HostId host) {}

    private final WeekOfLoad load;
    private final Planner planner = new EnginePlanner(Thresholds.DEFAULT, EFFORT);
    private final Forecaster forecaster = new Forecaster(HORIZON_MINUTES);
    private final List<Host> hosts = new ArrayList<>();
    private final List<InstanceId> guests = new ArrayList<>();
    private final Map<HostId, LoadPast> pastOfHost = new HashMap<>();
    private final List<LoadPast> pastOfGuest = new ArrayList<>();
    private final Map<InstanceId, Integer> movedAt = new HashMap<>();
    private final Map<Left, Integer> leftAt = new HashMap<>();
    private Cluster cluster;
    private int plans;
    private int moves;
    private int undone;
    private long hotMinutes;

    private WeekReplay(WeekOfLoad load) {
        this.load = load;
        for (int i = 0; i < load.hosts(); i++) {
            Host host = host(i);
            hosts.add(host);
            pastOfHost.put(host.id(), new LoadPast());
        }
        SplittableRandom sizes = new SplittableRandom(1);
        List<Allocation> places = new ArrayList<>();
        for (int i = 0; i < load.cores().size(); i++) {
            guests.add(new InstanceId(new UUID(0x7000, 1_000_000 + i)));
            pastOfGuest.add(new LoadPast());
            places.add(guest(guests.get(i), hosts.get(i % hosts.size()), 1 + sizes.nextInt(4)));
        }
        this.cluster = Cluster.of(hosts, places);
    }

    /** @param plans whether anything moves at all */
    public static Outcome of(WeekOfLoad load, boolean plans) {
        return new WeekReplay(load).run(plans);
    }

    private Outcome run(boolean moving) {
        for (int minute = 0; minute < load.minutes(); minute++) {
            hear(minute);
            if (moving && minute > 0 && minute % INTERVAL_MINUTES == 0) {
                look(minute);
            }
        }
        double guestDays = (double) guests.size() * load.minutes() / WeekOfLoad.DAY_MINUTES;
        return new Outcome(guests.size(), plans, moves, undone, hotMinutes, moves / guestDays);
    }

    private void hear(int minute) {
        Map<HostId, Double> busy = new HashMap<>();
        for (int i = 0; i < guests.size(); i++) {
            double cores = load.at(i, minute);
            pastOfGuest.get(i).hear(minute, cores);
            busy.merge(run(guests.get(i)).host(), cores, Double::sum);
        }
        for (Host host : hosts) {
            double asked = (busy.getOrDefault(host.id(), 0.0) + DOM0_CORES) / CPUS;
            hotMinutes += asked > Thresholds.DEFAULT.cpu() ? 1 : 0;
            past(host).hear(minute, Math.min(1, asked));
        }
    }

    private void look(int minute) {
        Proposal proposal = planner.plan(expected(minute), new Goal.Balance(MOVES_MAX));
        if (proposal.steps().isEmpty() || !proposal.benefit().isWorth(GAIN_MIN)) {
            return;
        }
        plans++;
        proposal.steps().forEach(step -> move(step, minute));
    }

    private Situation expected(int minute) {
        Map<HostId, Double> fractions = new HashMap<>();
        for (Host host : hosts) {
            fractions.put(host.id(), Math.min(1, past(host).forecast(forecaster, minute, HORIZON_MINUTES)));
        }
        Map<InstanceId, GuestLoad> loads = new HashMap<>();
        Set<InstanceId> cooling = new HashSet<>();
        for (int i = 0; i < guests.size(); i++) {
            InstanceId guest = guests.get(i);
            double cores = pastOfGuest.get(i).forecast(forecaster, minute, HORIZON_MINUTES);
            // The busier it is the more it writes.
            loads.put(guest, new GuestLoad(cores, new ByteRate(Math.round(cores * 10e6))));
            if (minute - movedAt.getOrDefault(guest, -COOLDOWN_MINUTES) < COOLDOWN_MINUTES) {
                cooling.add(guest);
            }
        }
        Map<InstanceId, Set<HostId>> left = new HashMap<>();
        leftAt.forEach((departure, at) -> {
            if (minute - at < WeekOfLoad.DAY_MINUTES) {
                left.computeIfAbsent(departure.guest(), absent -> new HashSet<>())
                        .add(departure.host());
            }
        });
        return new Situation(cluster, fractions, loads, Map.of(), Set.of())
                .cooling(cooling)
                .departed(left);
    }

    /** It is over before the next look: a plan of so few moves takes some minutes. */
    private void move(Step step, int minute) {
        Allocation from = run(step.instance());
        moves++;
        Integer left = leftAt.get(new Left(step.instance(), step.to()));
        undone += left != null && minute - left < WeekOfLoad.DAY_MINUTES ? 1 : 0;
        leftAt.put(new Left(step.instance(), from.host()), minute);
        movedAt.put(step.instance(), minute);
        cluster = cluster.without(step.instance(), Purpose.RUN)
                .with(from.toMoveTo(step.to()).arrived(new Epoch(from.epoch().value() + 1)));
    }

    private Allocation run(InstanceId guest) {
        return cluster.allocation(guest, Purpose.RUN).orElseThrow();
    }

    private LoadPast past(Host host) {
        return Objects.requireNonNull(pastOfHost.get(host.id()));
    }

    private static Host host(int number) {
        return new Host(
                new HostId(new UUID(0x7000, number)),
                "h" + number,
                ZoneName.of("a"),
                HostState.UP,
                new Generation(1),
                new HostCapacity(CPUS, 6_000, MemorySize.ofMebibytes(64L << 10), new DiskSize(1L << 44)),
                new XenVersion(4, 17, 0),
                new CpuModel("GenuineIntel", Set.of()),
                Set.of(),
                Map.of());
    }

    private static Allocation guest(InstanceId id, Host host, int gibibytes) {
        return new Allocation(
                id,
                new TenantId(new UUID(0x7000, 7)),
                host.id(),
                new Epoch(1),
                Purpose.RUN,
                Resources.of(VCPUS_EACH, MemorySize.ofMebibytes(1_024L * gibibytes), new DiskSize(1L << 30)),
                Constraints.NONE);
    }
}
