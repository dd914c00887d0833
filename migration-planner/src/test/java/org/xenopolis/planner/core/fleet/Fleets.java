package org.xenopolis.planner.core.fleet;

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
import org.xenopolis.planner.core.Situation;

/** Hosts and guests of which only the number and the memory matter, and now and then a wish. */
final class Fleets {
    static final TenantId TENANT = new TenantId(new UUID(0x7000, 9));

    private Fleets() {}

    static Situation idle(List<Host> hosts, List<Allocation> guests) {
        return new Situation(Cluster.of(hosts, guests), Map.of(), Map.of(), Map.of(), Set.of());
    }

    static Host host(int number, int gibibytes) {
        return host(number, gibibytes, "a");
    }

    static Host host(int number, int gibibytes, String zone) {
        return new Host(
                new HostId(new UUID(0x7000, number)),
                "h" + number,
                ZoneName.of(zone),
                HostState.UP,
                new Generation(1),
                new HostCapacity(16, 4_000, MemorySize.ofGibibytes(gibibytes), DiskSize.ofGibibytes(4_096)),
                new XenVersion(4, 17, 0),
                new CpuModel("GenuineIntel", Set.of()),
                Set.of(),
                Map.of());
    }

    static Allocation guest(int number, Host host, int gibibytes) {
        return guest(number, host, gibibytes, Constraints.NONE);
    }

    static Allocation guest(int number, Host host, int gibibytes, Constraints wishes) {
        return new Allocation(
                new InstanceId(new UUID(0x7000, number)),
                TENANT,
                host.id(),
                new Epoch(1),
                Allocation.Purpose.RUN,
                Resources.of(1, MemorySize.ofGibibytes(gibibytes), DiskSize.ofGibibytes(1)),
                wishes);
    }
}
