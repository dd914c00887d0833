package org.xenopolis.scheduler.operations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.facts.InstanceAccepted;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.CreateInstanceRequest;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.core.OperationRules;
import org.xenopolis.scheduler.instances.InstanceStore;
import org.xenopolis.store.StoreFailures;
import org.xenopolis.store.Transactions;

/** Accepts operations: one transaction writes the operation and has it hold its instance; then it is under way. */
@ApplicationScoped
public class Acceptance {
    /** The cause of operations that restore what is meant: they do not change what is meant. */
    public static final String REPAIR = "repair";

    private static final String INSERT_INSTANCE = """
            insert into instances (id, tenant_id, project_id, spec, state, intended, operation_id)
            values (:id, :tenant, :project, :spec, 'PENDING', 'RUNNING', :operation)""";

    private static final String INSERT_SECRET =
            "insert into instance_secrets (instance_id, user_data) values (:id, :data)";

    private static final String INSERT_OPERATION = """
            insert into operations (id, kind, instance_id, tenant_id, project_id, state, request, cause, from_state,
              source_host_id, source_epoch, claimed_by, claimed_until)
            select :id, :kind, id, tenant_id, project_id, 'PENDING', :request, :cause, state, host_id, epoch, :claimant,
              now() + interval '15 seconds'
            from instances where id = :instance""";

    /** One operation at a time: whoever finds the instance free, in a fitting state and as it was read, holds it. */
    private static final String HOLD = """
            update instances set operation_id = :operation, generation = generation + 1, updated_at = now(),
              intended = coalesce(cast(:intended as text), intended)
            where id = :instance and operation_id is null and state = any (cast(:from as text[]))
              and (:generation = 0 or generation = :generation)
              and (:tenant = '' or tenant_id = cast(nullif(:tenant, '') as uuid))
              and (:source = '' or host_id = cast(nullif(:source, '') as uuid))
              and (:epoch = 0 or epoch = :epoch)""";

    private final Transactions transactions;
    private final OperationExecutor executor;
    private final WorkFacts facts;

    Acceptance(Transactions transactions, OperationExecutor executor, WorkFacts facts) {
        this.transactions = transactions;
        this.executor = executor;
        this.facts = facts;
    }

    /** A new instance. Repeating the call with the same ids gives the same operation. */
    public OperationRecord create(InstanceId instance, OperationId operation, CreateInstanceRequest request) {
        try {
            OperationRecord accepted = transactions.call(session -> insert(session, instance, operation, request)
                    .chain(() -> tell(session, operation, accepted(request))));
            executor.submit(operation);
            return accepted;
        } catch (RuntimeException e) {
            if (StoreFailures.isDuplicate(e)) {
                return known(operation, instance, OperationKind.CREATE)
                        .orElseThrow(() -> Problems.conflict("instance-exists", "There is an instance with this id."));
            }
            throw e;
        }
    }

    private Uni<Void> insert(
            Mutiny.Session session, InstanceId instance, OperationId operation, CreateInstanceRequest request) {
        InstanceSpec spec = request.getSpec();
        Uni<Integer> inserted = session.createNativeQuery(INSERT_INSTANCE)
                .setParameter("id", instance.value())
                .setParameter("tenant", UUID.fromString(spec.getTenantId()))
                .setParameter("project", UUID.fromString(spec.getProjectId()))
                .setParameter("spec", spec.toBuilder().clearUserData().build().toByteArray())
                .setParameter("operation", operation.value())
                .executeUpdate();
        if (!spec.getUserData().isEmpty()) {
            inserted = inserted.chain(() -> session.createNativeQuery(INSERT_SECRET)
                    .setParameter("id", instance.value())
                    .setParameter("data", spec.getUserData().toByteArray())
                    .executeUpdate());
        }
        ActRequest act = ActRequest.newBuilder()
                .setInstanceId(instance.toString())
                .setTenantId(spec.getTenantId())
                .setKind(OperationKind.CREATE)
                .setCause("tenant")
                .build();
        return inserted.chain(() -> insertOperation(session, instance, operation, act));
    }

    private Uni<Void> insertOperation(
            Mutiny.Session session, InstanceId instance, OperationId operation, ActRequest request) {
        return session.createNativeQuery(INSERT_OPERATION)
                .setParameter("id", operation.value())
                .setParameter("kind", request.getKind().name())
                .setParameter("instance", instance.value())
                .setParameter("request", request.toByteArray())
                .setParameter("cause", request.getCause())
                .setParameter("claimant", executor.claimant())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static @Nullable InstanceAccepted accepted(CreateInstanceRequest request) {
        return InstanceAccepted.newBuilder()
                .setName(request.getSpec().getName())
                .setResources(request.getSpec().getResources())
                .setOperationId(request.getOperationId())
                .build();
    }

    /** Any other operation. Repeating the call with the same id gives the same operation. */
    public OperationRecord act(InstanceId instance, OperationId operation, ActRequest request) {
        try {
            Optional<OperationRecord> accepted =
                    transactions.call(session -> hold(session, instance, operation, request)
                            .chain(held -> held == 0
                                    ? Uni.createFrom().item(Optional.<OperationRecord>empty())
                                    : insertOperation(session, instance, operation, request)
                                            .chain(() -> tell(session, operation, null))
                                            .map(Optional::of)));
            if (accepted.isPresent()) {
                executor.submit(operation);
                return accepted.get();
            }
        } catch (RuntimeException e) {
            if (!StoreFailures.isDuplicate(e)) {
                throw e;
            }
        }
        return known(operation, instance, request.getKind()).orElseThrow(() -> refusal(instance, request));
    }

    private static Uni<Integer> hold(
            Mutiny.Session session, InstanceId instance, OperationId operation, ActRequest request) {
        InstanceState meant = request.getCause().equals(REPAIR)
                ? InstanceState.ERROR
                : OperationRules.intended(request.getKind(), InstanceState.ERROR);
        return session.createNativeQuery(HOLD)
                .setParameter("operation", operation.value())
                .setParameter("intended", meant == InstanceState.ERROR ? null : meant.name())
                .setParameter("instance", instance.value())
                .setParameter(
                        "from",
                        OperationRules.from(request.getKind()).stream()
                                .map(InstanceState::name)
                                .toArray(String[]::new))
                .setParameter("generation", request.getIfGeneration())
                .setParameter("tenant", request.getTenantId())
                .setParameter("source", request.getSourceHostId())
                .setParameter("epoch", request.getIfEpoch())
                .executeUpdate();
    }

    /** Reads what was just written and puts the facts about it into the outbox. */
    private Uni<OperationRecord> tell(
            Mutiny.Session session, OperationId operation, @Nullable InstanceAccepted accepted) {
        return session.find(OperationRow.class, operation.value()).chain(row -> {
            OperationRecord record = row.toRecord();
            return InstanceStore.find(session, record.instance())
                    .map(Optional::orElseThrow)
                    .chain(instance -> {
                        Work work = new Work(record, instance);
                        Uni<Void> told = accepted == null
                                ? Uni.createFrom().voidItem()
                                : facts.append(session, work, fact -> fact.setAccepted(accepted));
                        return told.chain(() -> facts.append(session, work, facts.changed(record)));
                    })
                    .replaceWith(record);
        });
    }

    private Optional<OperationRecord> known(OperationId id, InstanceId instance, OperationKind kind) {
        Optional<OperationRecord> known = transactions.call(session -> session.find(OperationRow.class, id.value())
                .map(row -> Optional.ofNullable(row).map(OperationRow::toRecord)));
        known.ifPresent(operation -> {
            if (!operation.instance().equals(instance) || operation.kind() != kind) {
                throw Problems.conflict("operation-id-taken", "There is another operation with this id.");
            }
        });
        return known;
    }

    /** Why nothing was held, from what is true now. */
    private RuntimeException refusal(InstanceId id, ActRequest request) {
        return transactions.call(session -> InstanceStore.find(session, id)
                .map(found -> found.filter(instance -> request.getTenantId().isEmpty()
                                || request.getTenantId().equals(instance.spec().getTenantId()))
                        .map(instance -> {
                            if (instance.state() == InstanceState.DELETED) {
                                return Problems.notFound("instance");
                            }
                            if (instance.operation() != null) {
                                return Problems.conflict(
                                        "operation-in-progress",
                                        "Operation " + instance.operation() + " holds the instance; wait for its end.");
                            }
                            if (request.getIfGeneration() != 0 && request.getIfGeneration() != instance.generation()) {
                                return Problems.conflict(
                                        "generation-changed", "The instance has changed since it was read.");
                            }
                            if (!OperationRules.from(request.getKind()).contains(instance.state())) {
                                return Problems.conflict(
                                        "illegal-state",
                                        request.getKind() + " is not possible while the instance is " + instance.state()
                                                + ".");
                            }
                            boolean elsewhere = !request.getSourceHostId().isEmpty()
                                    && !request.getSourceHostId()
                                            .equals(Objects.toString(
                                                    instance.place().host(), ""));
                            return elsewhere || request.getIfEpoch() != 0
                                    ? Problems.conflict("instance-elsewhere", "The instance has moved since.")
                                    : Problems.conflict("instance-busy", "The instance was busy; try again.");
                        })
                        .orElseGet(() -> Problems.notFound("instance"))));
    }
}
