package org.xenopolis.scheduler.migrations;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.HostAgentGrpc.HostAgentBlockingStub;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationQuery;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.PrepareReceiveRequest;
import org.xenopolis.contracts.agent.ResolveMigrationRequest;
import org.xenopolis.contracts.agent.SendMigrationRequest;
import org.xenopolis.scheduler.agents.Domains;
import org.xenopolis.scheduler.agents.HostAgents;
import org.xenopolis.scheduler.operations.OperationRecord;
import org.xenopolis.scheduler.operations.Work;

/** The calls to both ends of a migration: the source under the epoch that runs, the target under the new one. */
@ApplicationScoped
class MigrationEnds {
    static final Duration QUESTION = Duration.ofSeconds(5);
    static final Duration PREPARE = Duration.ofSeconds(30);
    static final Duration SEND = Duration.ofMinutes(25);

    private final HostAgents agents;
    private final Domains domains;

    MigrationEnds(HostAgents agents, Domains domains) {
        this.agents = agents;
        this.domains = domains;
    }

    MigrationView prepare(Work work, String command, List<String> volumes) {
        return target(work, PREPARE)
                .prepareReceive(PrepareReceiveRequest.newBuilder()
                        .setHeader(targetHeader(work, command))
                        .setMigrationId(id(work))
                        .setSpec(domains.complete(
                                work.instance().id(), work.instance().spec()))
                        .setSourceHostId(sourceHost(work).toString())
                        .addAllVolumeIds(volumes)
                        .build());
    }

    Iterator<MigrationView> send(Work work, String command) {
        return source(work, SEND)
                .sendMigration(SendMigrationRequest.newBuilder()
                        .setHeader(sourceHeader(work, command))
                        .setMigrationId(id(work))
                        .setTargetHostId(targetHost(work).toString())
                        .setTargetAddress(agents.address(targetHost(work)))
                        .setNewEpoch(work.operation().ends().targetEpoch())
                        .build());
    }

    MigrationView atTarget(Work work, String command) {
        return target(work, QUESTION).getMigration(query(work, targetHeader(work, command)));
    }

    MigrationView atSource(Work work, String command) {
        return source(work, QUESTION).getMigration(query(work, sourceHeader(work, command)));
    }

    MigrationView abortAtTarget(Work work, String command) {
        return target(work, PREPARE).abortMigration(query(work, targetHeader(work, command)));
    }

    MigrationView abortAtSource(Work work, String command) {
        return source(work, QUESTION).abortMigration(query(work, sourceHeader(work, command + "/give-up")));
    }

    MigrationView resolveAtSource(Work work, String command, MigrationPhase receiver) {
        return source(work, PREPARE)
                .resolveMigration(ResolveMigrationRequest.newBuilder()
                        .setHeader(sourceHeader(work, command))
                        .setMigrationId(id(work))
                        .setReceiverPhase(receiver)
                        .build());
    }

    boolean targetIsOff(Work work) {
        return agents.isProvenOff(targetHost(work));
    }

    boolean sourceIsOff(Work work) {
        return agents.isProvenOff(sourceHost(work));
    }

    private MigrationQuery query(Work work, CommandHeader header) {
        return MigrationQuery.newBuilder()
                .setHeader(header)
                .setMigrationId(id(work))
                .build();
    }

    private HostAgentBlockingStub target(Work work, Duration deadline) {
        return agents.agent(targetHost(work), deadline);
    }

    private HostAgentBlockingStub source(Work work, Duration deadline) {
        return agents.agent(sourceHost(work), deadline);
    }

    private CommandHeader targetHeader(Work work, String command) {
        OperationRecord.Ends ends = work.operation().ends();
        return agents.header(command, work.operation().instance(), ends.targetEpoch(), targetHost(work));
    }

    private CommandHeader sourceHeader(Work work, String command) {
        OperationRecord.Ends ends = work.operation().ends();
        return agents.header(command, work.operation().instance(), ends.sourceEpoch(), sourceHost(work));
    }

    private static String id(Work work) {
        return work.operation().id().toString();
    }

    private static HostId targetHost(Work work) {
        return Objects.requireNonNull(work.operation().ends().target(), "target");
    }

    private static HostId sourceHost(Work work) {
        return Objects.requireNonNull(work.operation().ends().source(), "source");
    }
}
