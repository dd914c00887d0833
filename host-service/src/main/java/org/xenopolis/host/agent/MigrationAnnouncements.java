package org.xenopolis.host.agent;

import java.util.Objects;
import java.util.stream.IntStream;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.MigrationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.PrepareReceiveRequest;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.core.Receiving;
import org.xenopolis.host.journal.MigrationPhases;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.MigrationRecord;
import org.xenopolis.host.journal.record.VolumeRecord;

/** The scheduler says which guest comes from where; nobody else's may. */
final class MigrationAnnouncements {
    private final Commands commands;
    private final Guests guests;
    private final MigrationLog log;

    MigrationAnnouncements(Commands commands, Guests guests, MigrationLog log) {
        this.commands = commands;
        this.guests = guests;
        this.log = log;
    }

    MigrationView accept(PrepareReceiveRequest request) {
        CommandHeader header = request.getHeader();
        return commands.run(header, "prepare-receive", MigrationView.parser(), new Commands.Work<>() {
            @Override
            public void admit(GuestRecord known, JournalRecord.Builder step) {
                if (log.find(request.getMigrationId()) != null) {
                    // Prepared before, or aborted before it was prepared: its answer is what it is.
                    return;
                }
                DomainConfigs.check(request.getSpec());
                Admission.requireNotMigrating(known);
                GuestLife.Incoming expected = expect(known, request);
                step.addGuests(Admission.with(known, expected)
                        .setSpec(request.getSpec().toByteString())
                        .clearVolumes()
                        .addAllVolumes(IntStream.range(0, request.getVolumeIdsCount())
                                .mapToObj(i -> volume(request, i))
                                .toList()));
                step.addMigrations(MigrationRecord.newBuilder()
                        .setMigrationId(request.getMigrationId())
                        .setInstanceId(header.getInstanceId())
                        .setPhase(MigrationPhases.of(new Receiving.Prepared()).getNumber())
                        .setNewEpoch(header.getEpoch())
                        .setPeerHostId(request.getSourceHostId())
                        .setLeaseEpoch(header.getLeaseEpoch())
                        .setBootId(guests.bootId()));
            }

            @Override
            public MigrationView perform(GuestRecord admitted) {
                return MigrationLog.view(Objects.requireNonNull(log.find(request.getMigrationId())));
            }
        });
    }

    private static VolumeRecord volume(PrepareReceiveRequest request, int i) {
        return VolumeRecord.newBuilder()
                .setVolumeId(request.getVolumeIds(i))
                .setSizeBytes(i < request.getVolumeBytesCount() ? request.getVolumeBytes(i) : 0)
                .build();
    }

    private static GuestLife.Incoming expect(GuestRecord known, PrepareReceiveRequest request) {
        long epoch = request.getHeader().getEpoch();
        Admission.requireNotOlder(known, epoch);
        try {
            HostId.of(request.getSourceHostId());
            MigrationId migration = MigrationId.of(request.getMigrationId());
            if (Admission.life(known) instanceof GuestLife.Absent absent) {
                Admission.requireNewer(absent, epoch);
                return absent.expect(new Epoch(epoch), migration);
            }
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "invalid-migration", "The migration's ids are not well formed.")
                    .because(e);
        }
        throw Problem.of(ErrorKind.CONFLICT, "instance-here", "The instance has something on this host already.")
                .exception();
    }
}
