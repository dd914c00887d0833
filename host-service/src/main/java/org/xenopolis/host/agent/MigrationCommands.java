package org.xenopolis.host.agent;

import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationQuery;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.ResolveMigrationRequest;
import org.xenopolis.host.journal.record.MigrationRecord;

/** What the scheduler asks about a migration, at whichever end this host is. */
final class MigrationCommands {
    private final LeaseGate gate;
    private final MigrationLog log;
    private final SendMigrations send;
    private final ReceiveMigrations receive;

    MigrationCommands(LeaseGate gate, MigrationLog log, SendMigrations send, ReceiveMigrations receive) {
        this.gate = gate;
        this.log = log;
        this.send = send;
        this.receive = receive;
    }

    /** Only looks: needs no lease. */
    MigrationView get(MigrationQuery query) {
        MigrationRecord record = log.find(query.getMigrationId());
        return record == null ? MigrationLog.unknown(query.getMigrationId()) : MigrationLog.view(record);
    }

    MigrationView abort(MigrationQuery query) {
        gate.require(query.getHeader().getLeaseEpoch());
        MigrationRecord record = log.find(query.getMigrationId());
        return record != null && record.getSender()
                ? send.giveUp(
                        query.getMigrationId(),
                        Problem.of(ErrorKind.CONFLICT, "migration-aborted", "The migration was called off."))
                : receive.abort(query.getMigrationId(), query.getHeader().getInstanceId());
    }

    MigrationView resolve(ResolveMigrationRequest request) {
        gate.require(request.getHeader().getLeaseEpoch());
        MigrationPhase phase = request.getReceiverPhase();
        if (phase != MigrationPhase.COMPLETED && phase != MigrationPhase.ABORTED) {
            throw Problem.of(ErrorKind.INVALID, "not-decided", "Only a receiver's last word resolves a migration.")
                    .exception();
        }
        return send.resolve(request.getMigrationId(), phase, 0);
    }
}
