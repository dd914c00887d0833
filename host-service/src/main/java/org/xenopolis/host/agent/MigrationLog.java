package org.xenopolis.host.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.common.ErrorDetail;
import org.xenopolis.host.core.Receiving;
import org.xenopolis.host.core.Sending;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.MigrationPhases;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.MigrationRecord;

/** Migrations as the journal has them. A phase is on the disk before anything follows from it. */
final class MigrationLog {
    private final Journal journal;

    MigrationLog(Journal journal) {
        this.journal = journal;
    }

    @Nullable
    MigrationRecord find(String migration) {
        return journal.read(state -> state.migration(migration));
    }

    List<MigrationRecord> sent() {
        return journal.read(state ->
                state.migrations().stream().filter(MigrationRecord::getSender).toList());
    }

    List<MigrationRecord> received() {
        return journal.read(state -> state.migrations().stream()
                .filter(record -> !record.getSender())
                .toList());
    }

    boolean isLost(long leaseEpoch) {
        return journal.read(state -> state.isLost(leaseEpoch));
    }

    MigrationRecord write(MigrationRecord record, Receiving phase, GuestRecord... guests) {
        return write(
                record.toBuilder()
                        .setPhase(MigrationPhases.of(phase).getNumber())
                        .build(),
                guests);
    }

    MigrationRecord write(MigrationRecord record, Sending phase, GuestRecord... guests) {
        return write(
                record.toBuilder()
                        .setPhase(MigrationPhases.of(phase).getNumber())
                        .build(),
                guests);
    }

    MigrationRecord write(MigrationRecord record, GuestRecord... guests) {
        journal.stepAndSync(state -> JournalRecord.newBuilder()
                .addMigrations(record)
                .addAllGuests(List.of(guests))
                .build());
        return record;
    }

    static MigrationRecord because(MigrationRecord record, Problem problem) {
        return record.toBuilder().setProblem(problem.toDetail().toByteString()).build();
    }

    static MigrationView view(MigrationRecord record) {
        MigrationView.Builder view = MigrationView.newBuilder()
                .setMigrationId(record.getMigrationId())
                .setInstanceId(record.getInstanceId())
                .setPhase(MigrationPhases.of(record))
                .setCopiedBytes(record.getCopiedBytes())
                .setRounds(record.getRounds())
                .setCopyNanos(record.getCopyNanos())
                .setPauseNanos(record.getPauseNanos())
                .setPredictedCopyNanos(record.getPredictedCopyNanos())
                .setPredictedPauseNanos(record.getPredictedPauseNanos());
        ByteString problem = record.getProblem();
        if (!problem.isEmpty()) {
            try {
                view.setError(ErrorDetail.parseFrom(problem));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("the journal holds no problem", e);
            }
        }
        return view.build();
    }

    static MigrationView unknown(String migration) {
        return MigrationView.newBuilder()
                .setMigrationId(migration)
                .setPhase(MigrationPhase.MIGRATION_UNKNOWN)
                .build();
    }
}
