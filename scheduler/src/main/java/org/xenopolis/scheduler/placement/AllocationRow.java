package org.xenopolis.scheduler.placement;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.cluster.ZoneName;

/** A row of the ledger; read only, written by {@link Ledger}. */
@Entity
@Table(name = "allocations")
class AllocationRow {
    @Embeddable
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        @Column(name = "instance_id")
        UUID instanceId = new UUID(0, 0);

        long epoch;
        String purpose = "";

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && key.instanceId.equals(instanceId)
                    && key.epoch == epoch
                    && key.purpose.equals(purpose);
        }

        @Override
        public int hashCode() {
            return Objects.hash(instanceId, epoch, purpose);
        }
    }

    @EmbeddedId
    Key key = new Key();

    @Column(name = "host_id")
    UUID hostId = new UUID(0, 0);

    @Column(name = "tenant_id")
    UUID tenantId = new UUID(0, 0);

    int vcpus;

    @Column(name = "memory_bytes")
    long memoryBytes;

    @Column(name = "disk_bytes")
    long diskBytes;

    String zone = "";

    @Column(name = "affinity_group")
    String affinityGroup = "";

    @Column(name = "anti_affinity_group")
    String antiAffinityGroup = "";

    /** Whether a guest runs, or is to run, on it. */
    boolean isPlace() {
        return key.purpose.equals("RUN") || key.purpose.equals("MIGRATION_TARGET");
    }

    boolean isVolume() {
        return key.purpose.equals(Claim.Purpose.VOLUME.name())
                || key.purpose.equals(Claim.Purpose.VOLUME_TARGET.name());
    }

    /** In the words of the cluster model; what is not a place to run counts for the host and for nobody else. */
    Allocation toModel() {
        TenantId tenant = new TenantId(tenantId);
        boolean place = isPlace();
        return new Allocation(
                place ? new InstanceId(key.instanceId) : weight(new InstanceId(key.instanceId), key.purpose),
                tenant,
                new HostId(hostId),
                new Epoch(key.epoch),
                place ? Allocation.Purpose.valueOf(key.purpose) : Allocation.Purpose.RUN,
                Resources.of(vcpus, new MemorySize(memoryBytes), new DiskSize(diskBytes)),
                place ? constraints(tenant) : Constraints.NONE);
    }

    /** Stands for what an instance keeps besides its places, under an id of its own. */
    static InstanceId weight(InstanceId owner, String purpose) {
        return new InstanceId(UUID.nameUUIDFromBytes((owner + "/" + purpose).getBytes(StandardCharsets.UTF_8)));
    }

    private Constraints constraints(TenantId tenant) {
        return new Constraints(
                zone.isEmpty() ? Optional.empty() : Optional.of(ZoneName.of(zone)),
                group(tenant, affinityGroup),
                group(tenant, antiAffinityGroup),
                Set.of());
    }

    private static Optional<PlacementGroup> group(TenantId tenant, String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(new PlacementGroup(tenant, name));
    }
}
