package org.xenopolis.scheduler.hosts;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.hosts.HostFacts;

/** A host as it is stored; read only, changed by conditional updates. */
@Entity
@Table(name = "hosts")
class HostRow {
    @Id
    UUID id = new UUID(0, 0);

    String name = "";
    String zone = "";
    String address = "";
    String state = "";

    @Column(name = "resume_state")
    String resumeState = "";

    long generation;

    @Column(name = "vcpu_overcommit_permille")
    int overcommitPermille;

    @Column(name = "physical_cpus")
    int physicalCpus;

    @Column(name = "memory_bytes")
    long memoryBytes;

    @Column(name = "disk_bytes")
    long diskBytes;

    @Column(name = "used_vcpus")
    int usedVcpus;

    @Column(name = "used_memory_bytes")
    long usedMemoryBytes;

    @Column(name = "used_disk_bytes")
    long usedDiskBytes;

    byte @Nullable [] facts;
    byte @Nullable [] load;

    @Column(name = "signing_key")
    byte @Nullable [] signingKey;

    @Column(name = "boot_id")
    String bootId = "";

    @Column(name = "lease_epoch")
    long leaseEpoch;

    @Column(name = "lease_renewals")
    long leaseRenewals;

    @Column(name = "lease_until")
    @Nullable
    Instant leaseUntil;

    HostRecord toRecord() {
        try {
            return new HostRecord(
                    new HostId(id),
                    name,
                    zone,
                    address,
                    HostState.valueOf(state),
                    HostState.valueOf(resumeState),
                    generation,
                    new HostRecord.Amounts(physicalCpus, memoryBytes, diskBytes),
                    new HostRecord.Amounts(usedVcpus, usedMemoryBytes, usedDiskBytes),
                    overcommitPermille,
                    facts == null ? HostFacts.getDefaultInstance() : HostFacts.parseFrom(facts),
                    load == null ? HostReported.getDefaultInstance() : HostReported.parseFrom(load),
                    new HostRecord.LeaseLabel(bootId, leaseEpoch, leaseRenewals, leaseUntil));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("unreadable record of host " + id, e);
        }
    }
}
