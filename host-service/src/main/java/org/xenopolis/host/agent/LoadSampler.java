package org.xenopolis.host.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.core.MeterPoint;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;

/** What the host and its guests did since the last sample. Used by one thread at a time. */
final class LoadSampler {
    private final HypervisorDriver driver;
    private final int physicalCpus;
    private Map<Integer, MeterPoint> before = Map.of();

    LoadSampler(HypervisorDriver driver) {
        this.driver = driver;
        this.physicalCpus = driver.describe().physicalCpus();
    }

    record Sample(HostLoad host, List<GuestLoad> guests) {}

    Sample take() {
        List<Domain> domains = driver.list();
        Map<Integer, MeterPoint> now = new HashMap<>();
        HostTotals totals = new HostTotals();
        List<GuestLoad> loads = domains.stream()
                .flatMap(domain -> {
                    MeterPoint point = new MeterPoint(
                            domain.reading().atNanos(), domain.reading().counters());
                    now.put(domain.domid(), point);
                    totals.memory += domain.memory().bytes();
                    return load(domain, point, totals).stream();
                })
                .toList();
        before = now;
        HostLoad host = HostLoad.newBuilder()
                .setCpuFraction(Math.min(1, totals.cores / physicalCpus))
                .setMemoryUsedBytes(totals.memory)
                .setNetworkBytesPerSecond((long) totals.network)
                .setDiskBytesPerSecond((long) totals.disk)
                .build();
        return new Sample(host, loads);
    }

    private static final class HostTotals {
        private double cores;
        private long memory;
        private double network;
        private double disk;
    }

    private Optional<GuestLoad> load(Domain domain, MeterPoint point, HostTotals totals) {
        MeterPoint last = before.get(domain.domid());
        var instance = domain.name().instance();
        if (last == null || instance.isEmpty() || point.atNanos() <= last.atNanos()) {
            return Optional.empty();
        }
        Counters used = point.counters().minus(last.counters());
        double seconds = (point.atNanos() - last.atNanos()) / 1e9;
        double cores = used.cpuNanos() / 1e9 / seconds;
        double network = (used.networkReceivedBytes() + used.networkSentBytes()) / seconds;
        double disk = (used.diskReadBytes() + used.diskWriteBytes()) / seconds;
        totals.cores += cores;
        totals.network += network;
        totals.disk += disk;
        return Optional.of(GuestLoad.newBuilder()
                .setInstanceId(instance.get().toString())
                .setCpuCores(cores)
                .setDirtyBytesPerSecond(
                        domain.reading().state().isUnpaused() ? driver.dirtyBytesPerSecond(domain.domid()) : 0)
                .setNetworkBytesPerSecond((long) network)
                .setDiskBytesPerSecond((long) disk)
                .setDiskHeldBytes(driver.diskHeldBytes(domain))
                .build());
    }
}
