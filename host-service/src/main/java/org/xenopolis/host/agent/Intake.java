package org.xenopolis.host.agent;

import io.grpc.stub.StreamObserver;
import org.jboss.logging.Logger;
import org.xenopolis.contracts.agent.MigrationChunk;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.host.driver.IncomingMigration;
import org.xenopolis.host.driver.OutgoingMigration;

/** One guest on its way in. */
final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final String migration;
    private final IncomingMigration incoming;
    private final ReceiveMigrations migrations;
    private volatile long copiedBytes;
    private volatile int rounds;

    Intake(String migration, IncomingMigration incoming, ReceiveMigrations migrations) {
        this.migration = migration;
        this.incoming = incoming;
        this.migrations = migrations;
    }

    String migration() {
        return migration;
    }

    IncomingMigration incoming() {
        return incoming;
    }

    long copiedBytes() {
        return copiedBytes;
    }

    int rounds() {
        return rounds;
    }

    void accept(MigrationChunk chunk) {
        incoming.accept(new OutgoingMigration.Chunk(
                chunk.getRound(),
                chunk.getBytesTotal(),
                chunk.getPages().toByteArray(),
                chunk.getLast(),
                chunk.getGuestState().toByteArray()));
        copiedBytes = chunk.getBytesTotal();
        rounds = chunk.getRound();
    }

    void complete(StreamObserver<MigrationView> out) {
        out.onNext(migrations.copied(this));
        out.onCompleted();
    }

    void broken(Throwable cause) {
        LOG.infof("migration %s broke off: %s", migration, cause.getMessage());
        migrations.broken(this);
    }
}
