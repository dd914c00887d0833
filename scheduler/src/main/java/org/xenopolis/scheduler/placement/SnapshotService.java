package org.xenopolis.scheduler.placement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.hosts.AllocationView;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostCapacity;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.scheduler.hosts.HostMessages;
import org.xenopolis.scheduler.hosts.HostRecord;
import org.xenopolis.scheduler.hosts.LeaseService;
import org.xenopolis.store.Transactions;

/**
 * The picture that planners get: hosts and the places to run on them, each with the disk of the volumes that go along
 * with its instance. What stopped guests, their volumes, free volumes and leftovers keep is taken off the hosts' capacity,
 * so that sums over the places are the hosts' use.
 */
@ApplicationScoped
public class SnapshotService {
    /** Of an instance, or its volumes. */
    private record Place(UUID instance, UUID host) {}

    private record Guest(String state, long generation, boolean pinned, long pauseMaxMillis) {}

    private final Transactions transactions;
    private final LeaseService leases;

    SnapshotService(Transactions transactions, LeaseService leases) {
        this.transactions = transactions;
        this.leases = leases;
    }

    public SnapshotResponse read() {
        return transactions.call(session ->
                Picture.read(session).chain(picture -> guests(session).map(guests -> response(picture, guests))));
    }

    private static Uni<Map<UUID, Guest>> guests(Mutiny.Session session) {
        return session.createNativeQuery(
                        "select id, state, generation, pinned, coalesce(pause_max_millis, 0) from instances"
                                + " where host_id is not null",
                        Object[].class)
                .getResultList()
                .map(rows -> {
                    Map<UUID, Guest> guests = new HashMap<>();
                    rows.forEach(row -> guests.put((UUID) row[0], guest(row)));
                    return guests;
                });
    }

    private static Guest guest(Object[] row) {
        return new Guest((String) row[1], (Long) row[2], (Boolean) row[3], (Long) row[4]);
    }

    private SnapshotResponse response(Picture picture, Map<UUID, Guest> guests) {
        SnapshotResponse.Builder response = SnapshotResponse.newBuilder();
        Map<UUID, HostCapacity> kept = new HashMap<>();
        Map<UUID, Integer> counts = new HashMap<>();
        Map<Place, AllocationView.Builder> places = new LinkedHashMap<>();
        for (AllocationRow row : picture.allocations()) {
            if (row.isPlace()) {
                places.put(new Place(row.key.instanceId, row.hostId), view(row, guests.get(row.key.instanceId)));
                counts.merge(row.hostId, 1, Integer::sum);
            }
        }
        for (AllocationRow row : picture.allocations()) {
            if (!row.isPlace()) {
                AllocationView.Builder carrier = picture.carrier(row)
                        .map(instance -> places.get(new Place(instance, row.hostId)))
                        .orElse(null);
                if (carrier == null) {
                    kept.merge(row.hostId, amounts(row), SnapshotService::plus);
                } else {
                    Resources.Builder its = carrier.getResourcesBuilder();
                    its.setDiskBytes(its.getDiskBytes() + row.diskBytes);
                }
            }
        }
        places.values().forEach(response::addAllocations);
        for (HostRecord host : picture.hosts()) {
            UUID id = host.id().value();
            Host message = HostMessages.of(host, counts.getOrDefault(id, 0));
            response.addHosts(without(message, kept.getOrDefault(id, HostCapacity.getDefaultInstance())));
            addLoads(response, host);
        }
        return response.build();
    }

    private void addLoads(SnapshotResponse.Builder response, HostRecord host) {
        HostId id = host.id();
        response.addAllGuestLoads(leases.load(id).orElse(host.load()).getGuestLoadsList());
        leases.load(id)
                .ifPresent(load -> response.getHostsBuilderList().getLast().setLoad(load.getLoad()));
    }

    private static AllocationView.Builder view(AllocationRow row, @Nullable Guest guest) {
        return AllocationView.newBuilder()
                .setInstanceId(row.key.instanceId.toString())
                .setHostId(row.hostId.toString())
                .setEpoch(row.key.epoch)
                .setResources(Resources.newBuilder()
                        .setVcpus(row.vcpus)
                        .setMemoryBytes(row.memoryBytes)
                        .setDiskBytes(row.diskBytes))
                .setPurpose(row.key.purpose)
                .setTenantId(row.tenantId.toString())
                .setState(guest == null ? "" : guest.state())
                .setGeneration(guest == null ? 0 : guest.generation())
                .setPinned(guest != null && guest.pinned())
                .setPauseMaxMillis(guest == null ? 0 : guest.pauseMaxMillis())
                .setAffinityGroup(row.affinityGroup)
                .setAntiAffinityGroup(row.antiAffinityGroup)
                .setZone(row.zone);
    }

    private static HostCapacity amounts(AllocationRow row) {
        return HostCapacity.newBuilder()
                .setPhysicalCpus(row.vcpus)
                .setMemoryBytes(row.memoryBytes)
                .setDiskBytes(row.diskBytes)
                .build();
    }

    private static HostCapacity plus(HostCapacity one, HostCapacity other) {
        return HostCapacity.newBuilder()
                .setPhysicalCpus(one.getPhysicalCpus() + other.getPhysicalCpus())
                .setMemoryBytes(one.getMemoryBytes() + other.getMemoryBytes())
                .setDiskBytes(one.getDiskBytes() + other.getDiskBytes())
                .build();
    }

    private static Host without(Host host, HostCapacity kept) {
        Host.Builder less = host.toBuilder();
        less.getCapacityBuilder()
                .setMemoryBytes(host.getCapacity().getMemoryBytes() - kept.getMemoryBytes())
                .setDiskBytes(host.getCapacity().getDiskBytes() - kept.getDiskBytes());
        less.getAllocatedBuilder()
                .setPhysicalCpus(host.getAllocated().getPhysicalCpus() - kept.getPhysicalCpus())
                .setMemoryBytes(host.getAllocated().getMemoryBytes() - kept.getMemoryBytes())
                .setDiskBytes(host.getAllocated().getDiskBytes() - kept.getDiskBytes());
        return less.build();
    }
}
