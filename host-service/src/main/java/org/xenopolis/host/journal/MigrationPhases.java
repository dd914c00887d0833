package org.xenopolis.host.journal;

import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.host.core.Receiving;
import org.xenopolis.host.core.Sending;
import org.xenopolis.host.journal.record.MigrationRecord;

/** Between the phases of the core and their names in the journal and on the wire. */
public final class MigrationPhases {
    private MigrationPhases() {}

    public static MigrationPhase of(Receiving receiving) {
        return switch (receiving) {
            case Receiving.Prepared ignored -> MigrationPhase.PREPARED;
            case Receiving.Copying ignored -> MigrationPhase.COPYING;
            case Receiving.Ready ignored -> MigrationPhase.READY;
            case Receiving.Running ignored -> MigrationPhase.COMPLETED;
            case Receiving.Aborted ignored -> MigrationPhase.ABORTED;
        };
    }

    public static MigrationPhase of(Sending sending) {
        return switch (sending) {
            case Sending.Copying ignored -> MigrationPhase.COPYING;
            case Sending.HandedOver ignored -> MigrationPhase.HANDED_OVER;
            case Sending.Completed ignored -> MigrationPhase.COMPLETED;
            case Sending.Aborted ignored -> MigrationPhase.ABORTED;
        };
    }

    public static MigrationPhase of(MigrationRecord record) {
        MigrationPhase phase = MigrationPhase.forNumber(record.getPhase());
        if (phase == null) {
            throw new IllegalStateException("no phase " + record.getPhase());
        }
        return phase;
    }

    public static Receiving receiving(MigrationRecord record) {
        return switch (of(record)) {
            case PREPARED -> new Receiving.Prepared();
            case COPYING -> new Receiving.Copying();
            case READY -> new Receiving.Ready();
            case COMPLETED -> new Receiving.Running();
            case ABORTED -> new Receiving.Aborted();
            default -> throw new IllegalStateException("a receiver is never " + of(record));
        };
    }

    public static Sending sending(MigrationRecord record) {
        return switch (of(record)) {
            case COPYING -> new Sending.Copying();
            case HANDED_OVER -> new Sending.HandedOver();
            case COMPLETED -> new Sending.Completed();
            case ABORTED -> new Sending.Aborted();
            default -> throw new IllegalStateException("a sender is never " + of(record));
        };
    }

    public static boolean hasEnded(MigrationRecord record) {
        MigrationPhase phase = of(record);
        return phase == MigrationPhase.COMPLETED || phase == MigrationPhase.ABORTED;
    }
}
