package org.xenopolis.deploy.local.bench.drain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.xenopolis.cluster.Allocation;
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
import org.xenopolis.cluster.invariants.Invariants;
import org.xenopolis.deploy.local.bench.drain.DrainFleet.GuestLine;

/**
 * Plays the steps in time, each guest holding both places while it moves, and asks {@link Invariants} after every start
 * and every end. Guests are in no groups, so a step concerns two hosts only, and these two are the ledger that is asked
 * about; the whole ledger is judged at the beginning and at the end.
 */
public final class DrainJudge {
    private static final TenantId TENANT = new TenantId(new UUID(1, 1));

    private final DrainFleet fleet;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Map<InstanceId, Allocation>> places = new ArrayList<>();

    public DrainJudge(DrainFleet fleet) {
        this.fleet = fleet;
        for (int host = 0; host < fleet.hosts().size(); host++) {
            hosts.add(host(host));
            places.add(new HashMap<>());
        }
        for (int guest = 0; guest < fleet.guests().size(); guest++) {
            Allocation runs = runs(guest, fleet.guests().get(guest).host());
            places.get(fleet.guests().get(guest).host()).put(runs.instance(), runs);
        }
    }

    /** One of the steps as it was written down. */
    public record StepLine(int item, int from, int to, double starts, double ends) {
        public static StepLine parse(String line) {
            String[] fields = line.split(" ");
            double starts = Double.parseDouble(fields[3]);
            return new StepLine(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    starts,
                    starts + Double.parseDouble(fields[4]));
        }
    }

    private record Event(double at, boolean ends, StepLine step) {}

    /** How many things are wrong: broken rules after an event, and guests left on hosts that should be empty. */
    public int violations(List<StepLine> steps) {
        List<Event> events = new ArrayList<>();
        for (StepLine step : steps) {
            events.add(new Event(step.starts(), false, step));
            events.add(new Event(step.ends(), true, step));
        }
        // A place is given back a moment after the other guest has asked for it: starts first is the harder order.
        events.sort(Comparator.comparingDouble(Event::at).thenComparing(Event::ends));
        int found = Invariants.ofLedger(Cluster.of(hosts, all())).size();
        for (Event event : events) {
            found += violations(event);
        }
        found += Invariants.ofLedger(Cluster.of(hosts, all())).size();
        for (int host = 0; host < hosts.size(); host++) {
            found += fleet.hosts().get(host).drained() ? places.get(host).size() : 0;
        }
        return found;
    }

    private int violations(Event event) {
        StepLine step = event.step();
        InstanceId guest = instance(step.item());
        Allocation from = places.get(step.from()).get(guest);
        if (from == null) {
            return 1;
        }
        if (event.ends()) {
            places.get(step.from()).remove(guest);
            places.get(step.to()).put(guest, runs(step.item(), step.to()));
        } else {
            places.get(step.to()).put(guest, from.toMoveTo(hosts.get(step.to()).id()));
        }
        List<Allocation> touched = new ArrayList<>(places.get(step.from()).values());
        touched.addAll(places.get(step.to()).values());
        // Others that are on their way from here have their second place elsewhere; a place more is no rule broken.
        return Invariants.ofLedger(Cluster.of(List.of(hosts.get(step.from()), hosts.get(step.to())), touched))
                .size();
    }

    private List<Allocation> all() {
        return places.stream().flatMap(there -> there.values().stream()).toList();
    }

    private Allocation runs(int guest, int host) {
        GuestLine line = fleet.guests().get(guest);
        return new Allocation(
                instance(guest),
                TENANT,
                hosts.get(host).id(),
                Epoch.FIRST,
                Allocation.Purpose.RUN,
                Resources.of(line.vcpus(), MemorySize.ofMebibytes(line.memoryMib()), new DiskSize(0)),
                Constraints.NONE);
    }

    private Host host(int host) {
        DrainFleet.HostLine line = fleet.hosts().get(host);
        return new Host(
                new HostId(new UUID(2, host)),
                "h" + host,
                ZoneName.of("z1"),
                HostState.UP,
                Generation.FIRST,
                new HostCapacity(
                        line.vcpus(),
                        HostCapacity.ONE_TO_ONE_PERMILLE,
                        MemorySize.ofMebibytes(line.memoryMib()),
                        new DiskSize(0)),
                new XenVersion(4, 20, 0),
                new CpuModel("GenuineIntel", Set.of()),
                Set.of(),
                Map.of());
    }

    private static InstanceId instance(int guest) {
        return new InstanceId(new UUID(3, guest));
    }
}
