package org.xenopolis.host.agent;

import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.contracts.agent.WipeVolumeReply;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.VolumeRecord;

/** Volumes: attached, detached, and in the end wiped. */
final class VolumeCommands {
    private final Commands commands;
    private final ShapeChanges changes;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final KeyedLocks locks;

    VolumeCommands(
            Commands commands, ShapeChanges changes, Journal journal, HypervisorDriver driver, KeyedLocks locks) {
        this.commands = commands;
        this.changes = changes;
        this.journal = journal;
        this.driver = driver;
        this.locks = locks;
    }

    DomainReply attach(VolumeCommand request) {
        DomainConfig.Disk volume = DomainConfigs.volume(request.getVolumeId(), request.getSizeBytes());
        // The volume's lock, too: it is not being wiped meanwhile.
        return locks.with(
                request.getVolumeId(), () -> changes.run(request.getHeader(), "attach-volume", new Attachment(volume)));
    }

    private final class Attachment implements ShapeChanges.Change {
        private final DomainConfig.Disk volume;

        Attachment(DomainConfig.Disk volume) {
            this.volume = volume;
        }

        @Override
        public GuestRecord admit(GuestRecord known) {
            String id = volume.volume().toString();
            if (journal.read(state -> state.guest(id)).getEpoch() > 0) {
                throw Problem.of(ErrorKind.CONFLICT, "volume-wiped", "The volume was wiped on this host.")
                        .exception();
            }
            boolean attached = known.getVolumesList().stream()
                    .anyMatch(one -> one.getVolumeId().equals(id));
            return attached
                    ? known
                    : known.toBuilder()
                            .addVolumes(
                                    VolumeRecord.newBuilder().setVolumeId(id).setSizeBytes(volume.sizeBytes()))
                            .build();
        }

        @Override
        public long onDisk(GuestRecord guest) {
            return driver.attachVolume(InstanceId.of(guest.getInstanceId()), volume);
        }
    }

    DomainReply detach(VolumeCommand request) {
        VolumeId volume = DomainConfigs.volume(request.getVolumeId(), request.getSizeBytes())
                .volume();
        return changes.run(request.getHeader(), "detach-volume", new ShapeChanges.Change() {
            @Override
            public GuestRecord admit(GuestRecord known) {
                GuestRecord.Builder without = known.toBuilder().clearVolumes();
                known.getVolumesList().stream()
                        .filter(one -> !one.getVolumeId().equals(volume.toString()))
                        .forEach(without::addVolumes);
                return without.build();
            }

            @Override
            public long onDisk(GuestRecord guest) {
                return driver.detachVolume(InstanceId.of(guest.getInstanceId()), volume);
            }
        });
    }

    /** The volume stands in the place of the instance: its own lock, its own epoch, which outlives its bytes. */
    WipeVolumeReply wipe(VolumeCommand request) {
        CommandHeader header = request.getHeader();
        if (!header.getInstanceId().equals(request.getVolumeId()) || header.getEpoch() < 1) {
            throw Problem.of(ErrorKind.INVALID, "invalid-volume", "A volume is wiped under its own id and epoch.")
                    .exception();
        }
        return commands.run(header, "wipe-volume", WipeVolumeReply.parser(), new Commands.Work<>() {
            @Override
            public void admit(GuestRecord known, JournalRecord.Builder step) {
                Admission.requireNotOlder(known, header.getEpoch());
                if (!(Admission.life(known) instanceof GuestLife.Absent absent)) {
                    throw Problem.of(ErrorKind.CONFLICT, "not-a-volume", "That is an instance.")
                            .exception();
                }
                requireDetached(request.getVolumeId());
                step.addGuests(Admission.with(known, absent.delete(new Epoch(header.getEpoch()))));
            }

            @Override
            public WipeVolumeReply perform(GuestRecord admitted) {
                driver.wipeVolume(VolumeId.of(request.getVolumeId()));
                return WipeVolumeReply.newBuilder()
                        .setVolumeId(request.getVolumeId())
                        .setWiped(true)
                        .build();
            }
        });
    }

    private void requireDetached(String volume) {
        boolean attached = journal.read(state -> state.guests().stream()
                .flatMap(guest -> guest.getVolumesList().stream())
                .anyMatch(one -> one.getVolumeId().equals(volume)));
        if (attached) {
            throw Problem.of(ErrorKind.CONFLICT, "volume-attached", "The volume is attached to an instance.")
                    .exception();
        }
    }
}
