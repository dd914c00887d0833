package org.xenopolis.gateway.fakes;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.common.PageRequest;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.ConsoleChunk;
import org.xenopolis.contracts.instances.CreateInstanceRequest;
import org.xenopolis.contracts.instances.GetInstanceRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.contracts.instances.InstancesGrpc;
import org.xenopolis.contracts.instances.ListInstancesRequest;
import org.xenopolis.contracts.instances.ListInstancesResponse;
import org.xenopolis.contracts.instances.MigrationPolicy;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.contracts.instances.ReadConsoleRequest;
import org.xenopolis.contracts.instances.SetMigrationRequest;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.kit.grpc.Replies;

/** The scheduler's instances: every operation is accepted and stays pending. */
public final class FakeInstances extends InstancesGrpc.InstancesImplBase {
    public static final String CONSOLE = "Debian GNU/Linux\r\n<script>alert(1)</script>\r\nlogin: ";

    final Map<String, Instance> instances = new ConcurrentSkipListMap<>();
    final Map<String, Operation> operations = new ConcurrentSkipListMap<>();
    /** What it accepted besides creates, in order. */
    public final List<ActRequest> acts = new CopyOnWriteArrayList<>();

    public final AtomicInteger creates = new AtomicInteger();
    /** Before a create has its effect. */
    public final Hook beforeCreate = new Hook();
    /** After a create had its effect, before the answer. */
    public final Hook afterCreate = new Hook();

    static ProblemException notFound(String what) {
        return Problem.of(ErrorKind.NOT_FOUND, what + "-not-found", "There is no such " + what + ".")
                .exception();
    }

    /** What it was asked to create, or has since. */
    public Instance known(String id) {
        return visible(id, "");
    }

    @Override
    public void createInstance(CreateInstanceRequest request, StreamObserver<Operation> out) {
        Replies.reply(out, () -> {
            beforeCreate.run();
            Operation known = operations.get(request.getOperationId());
            if (known != null) {
                return known;
            }
            creates.incrementAndGet();
            instances.put(
                    request.getInstanceId(),
                    Instance.newBuilder()
                            .setId(request.getInstanceId())
                            .setSpec(request.getSpec().toBuilder().clearUserData())
                            .setState("PENDING")
                            .setGeneration(1)
                            .setOperationId(request.getOperationId())
                            .setCreatedAt(Words.time(Instant.now()))
                            .build());
            Operation operation = operation(
                    request.getOperationId(),
                    OperationKind.CREATE,
                    request.getInstanceId(),
                    request.getSpec().getTenantId());
            afterCreate.run();
            return operation;
        });
    }

    @Override
    public void act(ActRequest request, StreamObserver<Operation> out) {
        Replies.reply(out, () -> {
            Instance instance = visible(request.getInstanceId(), request.getTenantId());
            Operation known = operations.get(request.getOperationId());
            if (known != null) {
                return known;
            }
            if (request.getIfGeneration() != 0 && request.getIfGeneration() != instance.getGeneration()) {
                throw Problem.of(ErrorKind.CONFLICT, "generation-changed", "It has changed.")
                        .exception();
            }
            boolean pinned = instance.getSpec().getMigration() == MigrationPolicy.MIGRATION_PINNED;
            if (request.getKind() == OperationKind.MIGRATE && pinned && !request.getForce()) {
                throw Problem.of(ErrorKind.CONFLICT, "instance-pinned", "It is pinned.")
                        .exception();
            }
            acts.add(request);
            return operation(
                    request.getOperationId(),
                    request.getKind(),
                    instance.getId(),
                    instance.getSpec().getTenantId());
        });
    }

    @Override
    public void setMigration(SetMigrationRequest request, StreamObserver<Instance> out) {
        Replies.reply(out, () -> {
            Instance before = visible(request.getInstanceId(), request.getTenantId());
            if (request.getIfGeneration() != 0 && request.getIfGeneration() != before.getGeneration()) {
                throw Problem.of(ErrorKind.CONFLICT, "generation-changed", "It has changed.")
                        .exception();
            }
            Instance.Builder after = before.toBuilder().setGeneration(before.getGeneration() + 1);
            after.getSpecBuilder().setMigration(request.getMigration()).setPauseMaxMillis(request.getPauseMaxMillis());
            instances.put(request.getInstanceId(), after.build());
            return after.build();
        });
    }

    @Override
    public void getInstance(GetInstanceRequest request, StreamObserver<Instance> out) {
        Replies.reply(out, () -> visible(request.getInstanceId(), request.getTenantId()));
    }

    @Override
    public void listInstances(ListInstancesRequest request, StreamObserver<ListInstancesResponse> out) {
        Replies.reply(
                out,
                () -> ListInstancesResponse.newBuilder()
                        .addAllInstances(instances.values().stream()
                                .filter(instance -> mine(
                                        request.getTenantId(),
                                        instance.getSpec().getTenantId()))
                                .filter(instance -> instance.getId()
                                                .compareTo(request.getPage().getAfterId())
                                        > 0)
                                .limit(limit(request.getPage()))
                                .toList())
                        .build());
    }

    @Override
    public void readConsole(ReadConsoleRequest request, StreamObserver<ConsoleChunk> out) {
        Replies.stream(out, stream -> {
            Instance ignored = visible(request.getInstanceId(), request.getTenantId());
            byte[] text = CONSOLE.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            int from = (int) Math.min(text.length, request.getFromOffset());
            stream.onNext(ConsoleChunk.newBuilder()
                    .setOffset(from)
                    .setBytes(ByteString.copyFrom(text, from, text.length - from))
                    .build());
        });
    }

    Instance visible(String id, String tenant) {
        Instance instance = instances.get(id);
        if (instance == null || !mine(tenant, instance.getSpec().getTenantId())) {
            throw notFound("instance");
        }
        return instance;
    }

    static boolean mine(String asking, String owner) {
        return asking.isEmpty() || asking.equals(owner);
    }

    static int limit(PageRequest page) {
        return page.getLimit() == 0 ? 50 : page.getLimit();
    }

    private Operation operation(String id, OperationKind kind, String instance, String tenant) {
        Operation operation = Operation.newBuilder()
                .setId(id)
                .setKind(kind)
                .setInstanceId(instance)
                .setTenantId(tenant)
                .setState(OperationState.PENDING)
                .setCreatedAt(Words.time(Instant.now()))
                .build();
        operations.put(id, operation);
        return operation;
    }
}
