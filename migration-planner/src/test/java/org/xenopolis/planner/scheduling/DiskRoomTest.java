package org.xenopolis.planner.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.RejectionReason;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.hosts.AllocationView;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostCapacity;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Planner;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Step;
import org.xenopolis.planner.core.Stuck;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.fleet.EnginePlanner;

/** From what the scheduler says of hosts' disks to where guests go. */
class DiskRoomTest {
    private static final long GIB = 1L << 30;
    private static final String LEAVES = new UUID(7, 1).toString();
    private static final String FULL = new UUID(7, 2).toString();
    private static final String ROOMY = new UUID(7, 3).toString();

    private final Planner planner = new EnginePlanner(Thresholds.DEFAULT, new EnginePlanner.Effort(200, 8_000, 40_000));

    @Test
    void aGuestGoesWhereItsDiskFits() {
        Proposal proposal = drained(host(LEAVES, 100), host(FULL, 39), host(ROOMY, 40));

        assertThat(proposal.steps()).extracting(Step::to).containsExactly(HostId.of(ROOMY));
        assertThat(proposal.stuck()).isEmpty();
        // The disk is copied like the memory, and until somebody tells, all of it.
        assertThat(proposal.steps().getFirst().cost().bytes()).isEqualTo(41 * GIB);
        assertThat(proposal.busiestNic()).isGreaterThan(Duration.ofSeconds(41 * GIB / 125_000_000));
    }

    @Test
    void aGuestWhoseDiskFitsNowhereStaysAndIsNamed() {
        Proposal proposal = drained(host(LEAVES, 100), host(FULL, 39), host(ROOMY, 39));

        assertThat(proposal.steps()).isEmpty();
        assertThat(proposal.stuck())
                .singleElement()
                .satisfies(stuck -> assertThat(stuck.reasons())
                        .extracting(Stuck.Reason::code)
                        .contains(RejectionReason.DISK.name()));
    }

    /** One guest, of 40 GiB, has to leave. */
    private Proposal drained(Host... hosts) {
        SnapshotResponse.Builder snapshot = SnapshotResponse.newBuilder()
                .addAllocations(AllocationView.newBuilder()
                        .setInstanceId(new UUID(8, 1).toString())
                        .setTenantId(new UUID(9, 1).toString())
                        .setHostId(LEAVES)
                        .setEpoch(1)
                        .setPurpose("RUN")
                        .setState("RUNNING")
                        .setResources(Resources.newBuilder()
                                .setVcpus(1)
                                .setMemoryBytes(GIB)
                                .setDiskBytes(40 * GIB)));
        for (Host host : hosts) {
            snapshot.addHosts(host);
        }
        return planner.plan(SnapshotReader.read(snapshot.build()), new Goal.Drain(HostId.of(LEAVES), Goal.MOVES_MAX));
    }

    private static Host host(String id, long diskGib) {
        return Host.newBuilder()
                .setId(id)
                .setName(id)
                .setZone("a")
                .setState("UP")
                .setGeneration(1)
                .setXenVersion("4.19.1")
                .setCpuVendor("GenuineIntel")
                .setVcpuOvercommitPermille(4_000)
                .setCapacity(HostCapacity.newBuilder()
                        .setPhysicalCpus(8)
                        .setMemoryBytes(16 * GIB)
                        .setDiskBytes(diskGib * GIB))
                .build();
    }
}
