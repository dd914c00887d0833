package org.xenopolis.host.agent;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationQuery;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.PrepareReceiveRequest;
import org.xenopolis.contracts.agent.ResolveMigrationRequest;
import org.xenopolis.contracts.agent.SendMigrationRequest;

/** One migration as the scheduler would command it: the client's instance, under the epoch after its own. */
final class Move {
    private final Site site;
    private final Client client;
    private final HostId source;
    private final HostId target;
    private final long epoch;
    private final String migration = UUID.randomUUID().toString();

    Move(Client client, HostId target) {
        this.site = client.site;
        this.client = client;
        this.source = client.host;
        this.target = target;
        this.epoch = client.epoch + 1;
    }

    /** From now on the client commands it there. */
    void follow() {
        client.host = target;
        client.epoch = epoch;
    }

    MigrationView prepare() {
        return site.stub(target).prepareReceive(prepareRequest());
    }

    PrepareReceiveRequest prepareRequest() {
        return PrepareReceiveRequest.newBuilder()
                .setHeader(client.header().toBuilder()
                        .setEpoch(epoch)
                        .setLeaseEpoch(site.scheduler.epoch(target.toString())))
                .setMigrationId(migration)
                .setSpec(client.spec)
                .setSourceHostId(source.toString())
                .build();
    }

    List<MigrationView> send() {
        List<MigrationView> views = new ArrayList<>();
        site.stub(source)
                .sendMigration(SendMigrationRequest.newBuilder()
                        .setHeader(client.header())
                        .setMigrationId(migration)
                        .setTargetHostId(target.toString())
                        .setTargetAddress(site.address(target))
                        .setNewEpoch(epoch)
                        .build())
                .forEachRemaining(views::add);
        return views;
    }

    MigrationQuery query(HostId host) {
        return MigrationQuery.newBuilder()
                .setHeader(client.header().toBuilder().setLeaseEpoch(site.scheduler.epoch(host.toString())))
                .setMigrationId(migration)
                .build();
    }

    MigrationPhase phase(HostId host) {
        return site.stub(host).getMigration(query(host)).getPhase();
    }

    /** What the scheduler does when it does not know: abort at the receiver, and carry its word to the source. */
    void resolve() {
        Site.await("the migration is decided", () -> {
            try {
                MigrationPhase word =
                        site.stub(target).abortMigration(query(target)).getPhase();
                if (phase(source) != MigrationPhase.MIGRATION_UNKNOWN) {
                    site.stub(source)
                            .resolveMigration(ResolveMigrationRequest.newBuilder()
                                    .setHeader(query(source).getHeader())
                                    .setMigrationId(migration)
                                    .setReceiverPhase(word)
                                    .build());
                }
                return true;
            } catch (StatusRuntimeException e) {
                return false;
            }
        });
    }
}
