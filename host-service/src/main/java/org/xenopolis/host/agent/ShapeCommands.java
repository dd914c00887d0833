package org.xenopolis.host.agent;

import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.ResizeDomainRequest;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.record.GuestRecord;

/** What changes an instance's size but not its life. */
final class ShapeCommands {
    private final ShapeChanges changes;
    private final HypervisorDriver driver;

    ShapeCommands(ShapeChanges changes, HypervisorDriver driver) {
        this.changes = changes;
        this.driver = driver;
    }

    DomainReply resize(ResizeDomainRequest request) {
        return changes.run(request.getHeader(), "resize", new ShapeChanges.Change() {
            @Override
            public GuestRecord admit(GuestRecord known) {
                InstanceSpec spec = Guests.spec(known);
                Resources size = absolute(request.getResources(), spec.getResources());
                if (size.getDiskBytes() < spec.getResources().getDiskBytes()) {
                    throw Problem.of(ErrorKind.INVALID, "disk-shrinks", "A disk can only grow.")
                            .exception();
                }
                InstanceSpec resized = spec.toBuilder().setResources(size).build();
                DomainConfigs.check(resized);
                return known.toBuilder().setSpec(resized.toByteString()).build();
            }

            @Override
            public void onDomain(GuestRecord guest, Domain domain) {
                Resources size = Guests.spec(guest).getResources();
                VcpuCount vcpus = VcpuCount.of(size.getVcpus());
                MemorySize memory = new MemorySize(size.getMemoryBytes());
                if (!domain.vcpus().equals(vcpus) || !domain.memory().equals(memory)) {
                    driver.resize(domain.domid(), vcpus, memory);
                }
            }

            @Override
            public long onDisk(GuestRecord guest) {
                return driver.growDisk(
                        InstanceId.of(guest.getInstanceId()),
                        new DiskSize(Guests.spec(guest).getResources().getDiskBytes()));
            }
        });
    }

    /** A field that is zero is left as it is. */
    private static Resources absolute(Resources wanted, Resources now) {
        return Resources.newBuilder()
                .setVcpus(wanted.getVcpus() == 0 ? now.getVcpus() : wanted.getVcpus())
                .setMemoryBytes(wanted.getMemoryBytes() == 0 ? now.getMemoryBytes() : wanted.getMemoryBytes())
                .setDiskBytes(wanted.getDiskBytes() == 0 ? now.getDiskBytes() : wanted.getDiskBytes())
                .build();
    }
}
