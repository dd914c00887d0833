package org.xenopolis.scheduler.instances;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.agent.AgentConsoleRequest;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.ConsoleChunk;
import org.xenopolis.contracts.instances.CreateInstanceRequest;
import org.xenopolis.contracts.instances.GetInstanceRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.InstancesGrpc;
import org.xenopolis.contracts.instances.ListInstancesRequest;
import org.xenopolis.contracts.instances.ListInstancesResponse;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.ReadConsoleRequest;
import org.xenopolis.contracts.instances.SetMigrationRequest;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.scheduler.Pages;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.agents.Domains;
import org.xenopolis.scheduler.agents.HostAgents;
import org.xenopolis.scheduler.operations.Acceptance;
import org.xenopolis.scheduler.operations.OperationMessages;

/** Instances, for the edge and for planners. */
@ApplicationScoped
@Unremovable
class InstancesEndpoint extends InstancesGrpc.InstancesImplBase {
    static final Duration CONSOLE_MAX = Duration.ofMinutes(30);

    private final InstanceStore instances;
    private final Acceptance acceptance;
    private final OperationMessages operations;
    private final HostAgents agents;
    private final MigrationWishes wishes;

    InstancesEndpoint(
            InstanceStore instances,
            Acceptance acceptance,
            OperationMessages operations,
            HostAgents agents,
            MigrationWishes wishes) {
        this.agents = agents;
        this.wishes = wishes;
        this.instances = instances;
        this.acceptance = acceptance;
        this.operations = operations;
    }

    @Override
    public void createInstance(CreateInstanceRequest request, StreamObserver<Operation> out) {
        Replies.reply(out, () -> {
            InstanceId instance = Problems.parse("instance_id", request.getInstanceId(), InstanceId::of);
            OperationId operation = Problems.parse("operation_id", request.getOperationId(), OperationId::of);
            Specs.check(request.getSpec());
            return operations.of(acceptance.create(instance, operation, request));
        });
    }

    @Override
    public void act(ActRequest request, StreamObserver<Operation> out) {
        Replies.reply(out, () -> {
            InstanceId instance = Problems.parse("instance_id", request.getInstanceId(), InstanceId::of);
            OperationId operation = Problems.parse("operation_id", request.getOperationId(), OperationId::of);
            Requests.check(request);
            return operations.of(acceptance.act(instance, operation, request));
        });
    }

    @Override
    public void getInstance(GetInstanceRequest request, StreamObserver<Instance> out) {
        Replies.reply(out, () -> {
            InstanceRecord instance = mine(request.getInstanceId(), request.getTenantId());
            return messages(List.of(instance)).getFirst();
        });
    }

    @Override
    public void listInstances(ListInstancesRequest request, StreamObserver<ListInstancesResponse> out) {
        Replies.reply(
                out,
                () -> ListInstancesResponse.newBuilder()
                        .addAllInstances(messages(instances.page(
                                Pages.id("tenant_id", request.getTenantId()),
                                Pages.id("project_id", request.getProjectId()),
                                Pages.id("host_id", request.getHostId()),
                                Pages.after(request.getPage()),
                                Pages.limit(request.getPage()))))
                        .build());
    }

    @Override
    public void setMigration(SetMigrationRequest request, StreamObserver<Instance> out) {
        Replies.reply(out, () -> {
            Specs.checkMigration(request.getMigration(), request.getPauseMaxMillis());
            wishes.set(mine(request.getInstanceId(), request.getTenantId()), request);
            return messages(List.of(mine(request.getInstanceId(), request.getTenantId())))
                    .getFirst();
        });
    }

    private List<Instance> messages(List<InstanceRecord> records) {
        Map<InstanceId, List<String>> volumes =
                instances.volumes(records.stream().map(InstanceRecord::id).toList());
        return records.stream()
                .map(record -> InstanceMessages.of(record, volumes.getOrDefault(record.id(), List.of())))
                .toList();
    }

    /** Passed on from the host; ends when the caller goes away, because the call to the host is part of the caller's. */
    @Override
    public void readConsole(ReadConsoleRequest request, StreamObserver<ConsoleChunk> out) {
        Replies.stream(out, observer -> {
            InstanceRecord instance = mine(request.getInstanceId(), request.getTenantId());
            var chunks = agents.agent(Domains.at(instance).host(), CONSOLE_MAX)
                    .readConsole(AgentConsoleRequest.newBuilder()
                            .setInstanceId(request.getInstanceId())
                            .setFromOffset(request.getFromOffset())
                            .setFollow(request.getFollow())
                            .build());
            try {
                chunks.forEachRemaining(observer::onNext);
            } catch (StatusRuntimeException e) {
                throw e.getStatus().getCode() == Status.Code.NOT_FOUND ? notThere(e) : e;
            }
        });
    }

    /** The instance is the asker's; only its host has no domain of it, before a start and after a stop. */
    private static RuntimeException notThere(StatusRuntimeException cause) {
        return Problem.of(
                        ErrorKind.CONFLICT,
                        "console-not-there",
                        "The instance does not run at the moment. Ask again when it is RUNNING.")
                .because(cause);
    }

    /** One that the asker may see; what it may not see does not exist for it. */
    InstanceRecord mine(String instanceId, String tenant) {
        Supplier<RuntimeException> absent = () -> Problems.notFound("instance");
        InstanceId id = Problems.parse("instance_id", instanceId, InstanceId::of);
        InstanceRecord instance = instances.find(id).orElseThrow(absent);
        if (!Pages.mine(tenant, instance.spec().getTenantId()) || instance.state() == InstanceState.DELETED) {
            throw absent.get();
        }
        return instance;
    }
}
