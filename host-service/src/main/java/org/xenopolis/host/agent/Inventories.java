package org.xenopolis.host.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.agent.Inventory;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.hosts.HostCapacity;
import org.xenopolis.contracts.hosts.HostFacts;
import org.xenopolis.host.core.Lease;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HostDescription;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.images.ImageSource;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.GuestRecord;

/** What is on the host: every domain and every disk, or no answer at all. */
final class Inventories {
    private final Guests guests;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final ImageSource images;
    private final LeaseGate gate;

    Inventories(Guests guests, Journal journal, HypervisorDriver driver, ImageSource images, LeaseGate gate) {
        this.guests = guests;
        this.journal = journal;
        this.driver = driver;
        this.images = images;
        this.gate = gate;
    }

    Inventory take() {
        // Disks first: a disk may come with its domain in between, but no domain without its disk.
        Map<InstanceId, DiskSize> disks = new HashMap<>(driver.disks());
        List<Domain> domains = driver.list();
        Inventory.Builder inventory = Inventory.newBuilder()
                .setHostId(guests.host().toString())
                .setBootId(guests.bootId())
                .setMonotonicNanos(driver.nowNanos())
                .setFacts(facts());
        Set<InstanceId> seen = new HashSet<>();
        for (Domain domain : domains) {
            domain.name()
                    .instance()
                    .ifPresentOrElse(
                            instance -> {
                                GuestRecord guest = journal.read(state -> state.guest(instance.toString()));
                                seen.add(instance);
                                inventory.addDomains(guests.view(guest, domain, disks.containsKey(instance)));
                            },
                            () -> inventory.addDomains(foreign(domain)));
        }
        for (InstanceId instance : disks.keySet()) {
            if (!seen.contains(instance)) {
                GuestRecord guest = journal.read(state -> state.guest(instance.toString()));
                inventory.addDomains(guests.view(guest, null, true));
            }
        }
        Lease lease = gate.held();
        return inventory
                .setLeaseEpoch(lease == null ? 0 : lease.epoch().value())
                .setComplete(true)
                .build();
    }

    private static DomainView foreign(Domain domain) {
        return DomainView.newBuilder()
                .setDomid(domain.domid())
                .setName(domain.name().value())
                .setState(domain.reading().state().name())
                .setResources(Resources.newBuilder()
                        .setVcpus(domain.vcpus().count())
                        .setMemoryBytes(domain.memory().bytes()))
                .setCpuNanos(domain.reading().counters().cpuNanos())
                .build();
    }

    HostFacts facts() {
        HostDescription host = driver.describe();
        return HostFacts.newBuilder()
                .setCapacity(HostCapacity.newBuilder()
                        .setPhysicalCpus(host.physicalCpus())
                        .setMemoryBytes(host.memory().bytes())
                        .setDiskBytes(host.disk().bytes()))
                .setXenVersion(host.xen().toString())
                .setCpuVendor(host.cpu().vendor())
                .addAllCpuFeatures(host.cpu().features().stream().sorted().toList())
                .addAllCachedImageDigests(
                        images.cached().stream().map(Digest::value).toList())
                .setNetworkBytesPerSecond(host.linkBytesPerSecond())
                .setDiskBytesPerSecond(host.diskBytesPerSecond())
                .build();
    }
}
