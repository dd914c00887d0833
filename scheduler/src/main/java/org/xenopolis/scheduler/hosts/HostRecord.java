package org.xenopolis.scheduler.hosts;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Generation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostCapacity;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.hosts.HostFacts;

/**
 * A host as the scheduler remembers it.
 *
 * @param resumeState what an operator had asked for, while the state is one that the host fell into
 * @param load the newest report that was kept; loads change faster than this record
 */
public record HostRecord(
        HostId id,
        String name,
        String zone,
        String address,
        HostState state,
        HostState resumeState,
        long generation,
        Amounts capacity,
        Amounts used,
        int overcommitPermille,
        HostFacts facts,
        HostReported load,
        LeaseLabel lease) {
    /** @param cpus physical CPUs of a capacity, vCPUs of a use */
    public record Amounts(int cpus, long memoryBytes, long diskBytes) {}

    /** @param renewals counts the grants, by whichever process; @param until a label for people */
    public record LeaseLabel(
            String bootId,
            long epoch,
            long renewals,
            @Nullable Instant until) {}

    /** The host as rules and choosers see it. */
    public Host toModel() {
        return new Host(
                id,
                name,
                ZoneName.of(zone),
                state,
                new Generation(generation),
                new HostCapacity(
                        capacity.cpus(),
                        overcommitPermille,
                        new MemorySize(capacity.memoryBytes()),
                        new DiskSize(capacity.diskBytes())),
                facts.getXenVersion().isEmpty() ? new XenVersion(0, 0, 0) : XenVersion.of(facts.getXenVersion()),
                new CpuModel(facts.getCpuVendor(), Set.copyOf(facts.getCpuFeaturesList())),
                cachedImages(),
                Map.of());
    }

    private Set<Digest> cachedImages() {
        Set<Digest> images = new HashSet<>();
        facts.getCachedImageDigestsList().forEach(text -> images.add(Digest.of(text)));
        return images;
    }
}
