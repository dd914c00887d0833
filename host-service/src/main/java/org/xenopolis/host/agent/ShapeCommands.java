package org.xenopolis.host.agent;

import java.util.Optional;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.ResizeDomainRequest;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.VolumeRecord;

/** What changes an instance's shape but not its life: size and volumes. */
final class ShapeCommands {
    private final Commands commands;
    private final Guests guests;
    private final HypervisorDriver driver;

    ShapeCommands(Commands commands, Guests guests, HypervisorDriver driver) {
        this.commands = commands;
        this.guests = guests;
        this.driver = driver;
    }

    private interface Change {
        /** The record as it shall be. */
        GuestRecord admit(GuestRecord known);

        default void onDomain(GuestRecord guest, Domain domain) {}

        /** @return when the disks' size changed */
        long onDisk(GuestRecord guest);
    }

    private DomainReply run(CommandHeader header, String kind, Change change) {
        return commands.run(header, kind, DomainReply.parser(), new Commands.Work<>() {
            @Override
            public void admit(GuestRecord known, JournalRecord.Builder step) {
                Admission.requireHere(known, header.getEpoch());
                Admission.requireNotMigrating(known);
                // Only checked here: the record changes together with the domain, so that a size that does not fit is
                // never written down.
                change.admit(known);
            }

            @Override
            public DomainReply perform(GuestRecord known) {
                GuestRecord changed = change.admit(known);
                Optional<Domain> domain = guests.domain(known);
                domain.ifPresent(here -> {
                    change.onDomain(changed, here);
                    // The domain's line and the disk's change at their own moments.
                    guests.follow(known);
                });
                long since = change.onDisk(changed);
                if (domain.isPresent()) {
                    guests.follow(changed, guests.requireDomain(changed), since);
                } else {
                    guests.write(changed, since);
                }
                return DomainReply.newBuilder().setDomain(guests.view(changed)).build();
            }
        });
    }

    DomainReply resize(ResizeDomainRequest request) {
        return run(request.getHeader(), "resize", new Change() {
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

    DomainReply attach(VolumeCommand request) {
        return run(request.getHeader(), "attach-volume", new Change() {
            @Override
            public GuestRecord admit(GuestRecord known) {
                DomainConfigs.volume(request.getVolumeId(), request.getSizeBytes());
                return isAttached(known, request)
                        ? known
                        : known.toBuilder()
                                .addVolumes(VolumeRecord.newBuilder()
                                        .setVolumeId(request.getVolumeId())
                                        .setSizeBytes(request.getSizeBytes()))
                                .build();
            }

            @Override
            public long onDisk(GuestRecord guest) {
                return driver.attachVolume(
                        InstanceId.of(guest.getInstanceId()),
                        DomainConfigs.volume(request.getVolumeId(), request.getSizeBytes()));
            }
        });
    }

    DomainReply detach(VolumeCommand request) {
        return run(request.getHeader(), "detach-volume", new Change() {
            @Override
            public GuestRecord admit(GuestRecord known) {
                DomainConfigs.volume(request.getVolumeId(), request.getSizeBytes());
                GuestRecord.Builder without = known.toBuilder().clearVolumes();
                known.getVolumesList().stream()
                        .filter(volume -> !volume.getVolumeId().equals(request.getVolumeId()))
                        .forEach(without::addVolumes);
                return without.build();
            }

            @Override
            public long onDisk(GuestRecord guest) {
                return driver.detachVolume(InstanceId.of(guest.getInstanceId()), VolumeId.of(request.getVolumeId()));
            }
        });
    }

    private static boolean isAttached(GuestRecord guest, VolumeCommand request) {
        return guest.getVolumesList().stream()
                .anyMatch(volume -> volume.getVolumeId().equals(request.getVolumeId()));
    }
}
