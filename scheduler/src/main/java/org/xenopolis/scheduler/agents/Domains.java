package org.xenopolis.scheduler.agents;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.CreateDomainRequest;
import org.xenopolis.contracts.agent.DomainCommand;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.agent.HostAgentGrpc.HostAgentBlockingStub;
import org.xenopolis.contracts.agent.Inventory;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.agent.ResizeDomainRequest;
import org.xenopolis.contracts.agent.SetRulesRequest;
import org.xenopolis.contracts.agent.SnapshotDomainReply;
import org.xenopolis.contracts.agent.SnapshotDomainRequest;
import org.xenopolis.contracts.agent.StopDomainRequest;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.instances.InstanceStore;

/** Commands about one domain. Each names the epoch it is meant for and a command id by which it counts once. */
@ApplicationScoped
public class Domains {
    /** Fetching an image takes its time; what an agent has begun, a repeated command finds done. */
    static final Duration CREATE_DEADLINE = Duration.ofSeconds(60);

    static final Duration SHORT_DEADLINE = Duration.ofSeconds(20);
    static final Duration STOP_GRACE = Duration.ofSeconds(30);
    static final Duration SNAPSHOT_DEADLINE = Duration.ofMinutes(10);

    private final HostAgents agents;
    private final InstanceStore instances;

    Domains(HostAgents agents, InstanceStore instances) {
        this.agents = agents;
        this.instances = instances;
    }

    /** Where a domain is, or is to be, and under which epoch. */
    public record At(InstanceId instance, HostId host, long epoch) {}

    /** Where this instance is, or was last. @throws org.xenopolis.contracts.ProblemException when it is nowhere */
    public static At at(InstanceRecord instance) {
        HostId host = instance.place().host() != null
                ? instance.place().host()
                : instance.place().diskHost();
        if (host == null) {
            throw Problem.of(ErrorKind.CONFLICT, "instance-nowhere", "The instance is on no host.")
                    .exception();
        }
        return new At(instance.id(), host, instance.place().epoch());
    }

    public boolean isProvenOff(At at) {
        return agents.isProvenOff(at.host());
    }

    public void create(InstanceRecord instance, String command) {
        At at = at(instance);
        requireOn(at);
        InstanceSpec spec = complete(instance);
        send(at, command, CREATE_DEADLINE, (agent, header) -> agent.createDomain(build(header, spec)));
    }

    public void resume(InstanceRecord instance, String command) {
        At at = at(instance);
        requireOn(at);
        InstanceSpec spec = complete(instance);
        send(at, command, CREATE_DEADLINE, (agent, header) -> agent.resumeDomain(build(header, spec)));
    }

    private static CreateDomainRequest build(CommandHeader header, InstanceSpec spec) {
        return CreateDomainRequest.newBuilder().setHeader(header).setSpec(spec).build();
    }

    /** The spec with the user data that only agents are given. */
    public InstanceSpec complete(InstanceRecord instance) {
        return instance.hasUserData()
                ? instance.spec().toBuilder()
                        .setUserData(instances.userData(instance.id()))
                        .build()
                : instance.spec();
    }

    public void stop(At at, String command, boolean force) {
        send(
                at,
                command,
                STOP_GRACE.plus(SHORT_DEADLINE),
                (agent, header) -> agent.stopDomain(StopDomainRequest.newBuilder()
                        .setHeader(header)
                        .setForce(force)
                        .setGraceMillis(STOP_GRACE.toMillis())
                        .build()));
    }

    /** What the host says of this domain now; only a complete inventory counts as an answer. */
    public Optional<DomainView> find(At at) {
        Inventory inventory = agents.agent(at.host(), SHORT_DEADLINE)
                .getInventory(InventoryRequest.newBuilder()
                        .setHostId(at.host().toString())
                        .build());
        if (!inventory.getComplete()) {
            throw Problem.of(
                            ErrorKind.UNAVAILABLE, "inventory-incomplete", "The host does not know all its guests yet.")
                    .exception();
        }
        return inventory.getDomainsList().stream()
                .filter(domain -> domain.getInstanceId().equals(at.instance().toString()))
                .findFirst();
    }

    /** Whether there is a domain that can go on, not only a disk. */
    public static boolean lives(DomainView domain) {
        if (domain.getDomid() == 0) {
            return false;
        }
        return switch (DomainState.valueOf(domain.getState())) {
            case RUNNING, BLOCKED, PAUSED, SUSPENDED, BUILDING, INCOMING -> true;
            case SHUTDOWN, CRASHED, DYING, MIGRATED_AWAY, GONE -> false;
        };
    }

    public void reboot(At at, String command) {
        send(at, command, SHORT_DEADLINE, (agent, header) -> agent.rebootDomain(command(header)));
    }

    public void pause(At at, String command) {
        send(at, command, SHORT_DEADLINE, (agent, header) -> agent.pauseDomain(command(header)));
    }

    public void unpause(At at, String command) {
        send(at, command, SHORT_DEADLINE, (agent, header) -> agent.unpauseDomain(command(header)));
    }

    public void suspend(At at, String command) {
        send(at, command, CREATE_DEADLINE, (agent, header) -> agent.suspendDomain(command(header)));
    }

    public void delete(At at, String command) {
        send(at, command, SHORT_DEADLINE, (agent, header) -> agent.deleteDomain(command(header)));
    }

    public void resize(At at, String command, Resources to) {
        send(
                at,
                command,
                SHORT_DEADLINE,
                (agent, header) -> agent.resizeDomain(ResizeDomainRequest.newBuilder()
                        .setHeader(header)
                        .setResources(to)
                        .build()));
    }

    public void setRules(At at, String command, List<Nic> nics) {
        send(
                at,
                command,
                SHORT_DEADLINE,
                (agent, header) -> agent.setRules(SetRulesRequest.newBuilder()
                        .setHeader(header)
                        .addAllNics(nics)
                        .build()));
    }

    public SnapshotDomainReply snapshot(At at, String command, SnapshotDomainRequest.Builder request) {
        return send(
                at,
                command,
                SNAPSHOT_DEADLINE,
                (agent, header) ->
                        agent.snapshotDomain(request.setHeader(header).build()));
    }

    public void attach(At at, String command, String volume, long sizeBytes) {
        send(at, command, SHORT_DEADLINE, (agent, header) -> agent.attachVolume(volume(header, volume, sizeBytes)));
    }

    public void detach(At at, String command, String volume, long sizeBytes) {
        send(at, command, SHORT_DEADLINE, (agent, header) -> agent.detachVolume(volume(header, volume, sizeBytes)));
    }

    private static VolumeCommand volume(CommandHeader header, String volume, long sizeBytes) {
        return VolumeCommand.newBuilder()
                .setHeader(header)
                .setVolumeId(volume)
                .setSizeBytes(sizeBytes)
                .build();
    }

    private static DomainCommand command(CommandHeader header) {
        return DomainCommand.newBuilder().setHeader(header).build();
    }

    private void requireOn(At at) {
        if (isProvenOff(at)) {
            throw Problem.of(ErrorKind.UNAVAILABLE, "host-lost", "The host is not in service any more.")
                    .exception();
        }
    }

    private <T> T send(
            At at, String command, Duration deadline, BiFunction<HostAgentBlockingStub, CommandHeader, T> call) {
        return agents.underItsLease(
                at.host(),
                () -> call.apply(
                        agents.agent(at.host(), deadline),
                        agents.header(command, at.instance(), at.epoch(), at.host())));
    }
}
