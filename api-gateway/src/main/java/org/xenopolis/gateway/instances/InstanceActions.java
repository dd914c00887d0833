package org.xenopolis.gateway.instances;

import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.edge.Problems;
import org.xenopolis.gateway.mutations.Answer;
import org.xenopolis.gateway.mutations.Change;
import org.xenopolis.gateway.mutations.Ids;
import org.xenopolis.gateway.mutations.Mutations;
import org.xenopolis.gateway.mutations.RemoteWork;
import org.xenopolis.gateway.operations.Accepted;
import org.xenopolis.gateway.peers.Downstream;

/** Every change of an instance's life after its creation, for tenants and operators alike. */
@ApplicationScoped
public class InstanceActions {
    /** The scheduler's words for "that generation is over". */
    private static final Set<String> MOVED_ON = Set.of("generation-changed");

    private final Downstream downstream;
    private final Mutations mutations;
    private final CurrentRequest current;

    InstanceActions(Downstream downstream, Mutations mutations, CurrentRequest current) {
        this.downstream = downstream;
        this.mutations = mutations;
        this.current = current;
    }

    /** Reserves what an action needs beforehand, and gives it back. */
    interface Reservation {
        Uni<?> reserve(Mutiny.Session session, Ids ids);

        Uni<?> undo(Mutiny.Session session, Ids ids);

        /** An action that needs nothing. */
        Reservation NONE = new Reservation() {
            @Override
            public Uni<?> reserve(Mutiny.Session session, Ids ids) {
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<?> undo(Mutiny.Session session, Ids ids) {
                return Uni.createFrom().voidItem();
            }
        };
    }

    /** @param details what the kind of action needs besides */
    public Response run(
            UUID instance, OperationKind kind, @Nullable Object body, Consumer<ActRequest.Builder> details) {
        return run(instance, kind, body, details, Reservation.NONE);
    }

    Response run(
            UUID instance,
            OperationKind kind,
            @Nullable Object body,
            Consumer<ActRequest.Builder> details,
            Reservation reservation) {
        return run(instance, kind, "", body, details, reservation);
    }

    /** Moves a guest although its tenant asked that it not be moved: the audit has a word of its own for that. */
    public Response runForced(
            UUID instance, OperationKind kind, @Nullable Object body, Consumer<ActRequest.Builder> details) {
        return run(
                instance,
                kind,
                "-forced",
                body,
                request -> details.accept(request.setForce(true).setCause("operator:force")),
                Reservation.NONE);
    }

    private Response run(
            UUID instance,
            OperationKind kind,
            String manner,
            @Nullable Object body,
            Consumer<ActRequest.Builder> details,
            Reservation reservation) {
        String action = "instances." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + manner;
        long ifGeneration = current.ifGeneration();
        return mutations.remote(new Change(action, instance, body), new RemoteWork() {
            @Override
            public Uni<?> reserve(Mutiny.Session session, Ids ids) {
                return reservation.reserve(session, ids);
            }

            @Override
            public Answer act(Ids ids) {
                ActRequest.Builder request = ActRequest.newBuilder()
                        .setInstanceId(instance.toString())
                        .setTenantId(current.caller().tenantText())
                        .setOperationId(ids.operationText())
                        .setIfGeneration(ifGeneration)
                        .setKind(kind)
                        .setCause(current.caller().tenant() == null ? "operator" : "tenant");
                if (kind == OperationKind.SNAPSHOT) {
                    request.setSnapshotImageId(ids.entityText());
                }
                details.accept(request);
                return answer(call(request.build()), ids);
            }

            @Override
            public Uni<?> undo(Mutiny.Session session, Ids ids) {
                return reservation.undo(session, ids);
            }
        });
    }

    private Operation call(ActRequest request) {
        try {
            return downstream.instances().act(request);
        } catch (StatusRuntimeException e) {
            Problem problem = ProblemStatus.toProblem(e);
            if (request.getIfGeneration() != 0 && MOVED_ON.contains(problem.code())) {
                throw Problems.preconditionFailed();
            }
            throw e;
        }
    }

    private Answer answer(Operation operation, Ids ids) {
        if (current.caller().tenant() == null) {
            return Accepted.operator(operation);
        }
        boolean snapshot = operation.getKind() == OperationKind.SNAPSHOT;
        return Accepted.tenant(operation, null, snapshot ? ids.entityText() : null);
    }
}
