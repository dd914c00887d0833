package org.xenopolis.scheduler.hosts;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostCapacity;

/** Hosts in the words of the contract. */
public final class HostMessages {
    private HostMessages() {}

    public static Host of(HostRecord host, int instances) {
        Host.Builder message = Host.newBuilder()
                .setId(host.id().toString())
                .setName(host.name())
                .setZone(host.zone())
                .setAddress(host.address())
                .setState(host.state().name())
                .setCapacity(amounts(host.capacity()))
                .setAllocated(amounts(host.used()))
                .setGeneration(host.generation())
                .setLeaseEpoch(host.lease().epoch())
                .setXenVersion(host.facts().getXenVersion())
                .setCpuVendor(host.facts().getCpuVendor())
                .addAllCpuFeatures(host.facts().getCpuFeaturesList())
                .setVcpuOvercommitPermille(host.overcommitPermille())
                .setLoad(host.load().getLoad())
                .setInstanceCount(instances)
                .setNetworkMaxBytesPerSecond(host.facts().getNetworkBytesPerSecond())
                .setDiskMaxBytesPerSecond(host.facts().getDiskBytesPerSecond());
        Instant until = host.lease().until();
        if (until != null) {
            message.setLeaseUntil(
                    Timestamp.newBuilder().setSeconds(until.getEpochSecond()).setNanos(until.getNano()));
        }
        return message.build();
    }

    static HostCapacity amounts(HostRecord.Amounts amounts) {
        return HostCapacity.newBuilder()
                .setPhysicalCpus(amounts.cpus())
                .setMemoryBytes(amounts.memoryBytes())
                .setDiskBytes(amounts.diskBytes())
                .build();
    }
}
