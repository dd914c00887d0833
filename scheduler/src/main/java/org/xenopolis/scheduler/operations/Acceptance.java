package org.xenopolis.scheduler.operations;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.facts.InstanceAccepted;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.CreateInstanceRequest;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.core.OperationRules;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.instances.InstanceStore;
import org.xenopolis.scheduler.placement.StalePlacementException;
import org.xenopolis.scheduler.secrets.Sealed;
import org.xenopolis.scheduler.secrets.UserDataVault;
import org.xenopolis.store.StoreFailures;
import org.xenopolis.store.Transactions;

/** Accepts operations: one transaction writes the operation and has it hold its instance; then it is under way. */
@ApplicationScoped
public class Acceptance {
    private static final Logger LOG = Logger.getLogger(Acceptance.class);
    /** The cause of operations that restore what is meant: they do not change what is meant. */
    public static final String REPAIR = "repair";

    private static final String INSERT_INSTANCE = """
            insert into instances (id, tenant_id, project_id, spec, state, intended, operation_id, has_user_data,
              pinned, pause_max_millis, created_at, updated_at)
            values (:id, :tenant, :project, :spec, 'PENDING', 'RUNNING', :operation, :secret, :pinned,
              nullif(:pause, 0), :now, :now)""";

    private static final String INSERT_SECRET =
            "insert into instance_secrets (instance_id, user_data, key_id) values (:id, :data, :key)";

    private static final String INSERT_OPERATION = """
            insert into operations (id, kind, instance_id, tenant_id, project_id, state, request, cause, from_state,
              source_host_id, source_epoch, created_at, claimed_by, claimed_until)
            values (:id, :kind, :instance, :tenant, :project, 'PENDING', :request, :cause, :from, cast(:host as uuid),
              :epoch, :now, :claimant, now() + cast(:claim as double precision) * interval '1 second')""";

    /** One operation at a time: whoever finds the instance free, in a fitting state and as it was read, holds it. */
    private static final String HOLD = """
            update instances set operation_id = :operation, generation = generation + 1, updated_at = now(),
              intended = coalesce(cast(:intended as text), intended)
            where id = :instance and operation_id is null and state = any (cast(:from as text[]))
              and (:generation = 0 or generation = :generation)
              and (:tenant = '' or tenant_id = cast(nullif(:tenant, '') as uuid))
              and (:source = '' or host_id = cast(nullif(:source, '') as uuid))
              and (:epoch = 0 or epoch = :epoch)
              and (not :mobile or not pinned)""";

    private final Transactions transactions;
    private final OperationExecutor executor;
    private final WorkFacts facts;
    private final SagaEngine engine;
    private final OperationLog log;
    private final UserDataVault vault;

    Acceptance(
            Transactions transactions,
            OperationExecutor executor,
            WorkFacts facts,
            SagaEngine engine,
            OperationLog log,
            UserDataVault vault) {
        this.transactions = transactions;
        this.executor = executor;
        this.facts = facts;
        this.engine = engine;
        this.log = log;
        this.vault = vault;
    }

    /** A new instance. Repeating the call with the same ids gives the same operation. */
    public OperationRecord create(InstanceId instance, OperationId operation, CreateInstanceRequest request) {
        InstanceSpec spec = request.getSpec().toBuilder().clearUserData().build();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        ActRequest act = ActRequest.newBuilder()
                .setInstanceId(instance.toString())
                .setTenantId(spec.getTenantId())
                .setKind(OperationKind.CREATE)
                .setCause("tenant")
                .build();
        InstanceRecord pending = new InstanceRecord(
                instance,
                spec,
                InstanceState.PENDING,
                InstanceState.RUNNING,
                InstanceRecord.Place.NOWHERE,
                1,
                operation,
                null,
                now,
                now,
                !request.getSpec().getUserData().isEmpty());
        Work work = new Work(accepted(operation, act, pending, now), pending);
        InstanceAccepted fact = InstanceAccepted.newBuilder()
                .setName(spec.getName())
                .setResources(spec.getResources())
                .setOperationId(operation.toString())
                .build();
        ByteString userData = request.getSpec().getUserData();
        Sealed sealed = userData.isEmpty() ? null : vault.seal(instance, userData);
        Function<Mutiny.Session, Uni<Void>> acceptance = session -> insert(session, work, sealed)
                .chain(() -> insertOperation(session, work))
                .chain(() -> facts.append(session, work, builder -> builder.setAccepted(fact)))
                .chain(() -> facts.append(session, work, facts.changed(work.operation())));
        try {
            executor.submit(acceptAndBegin(work, acceptance));
        } catch (RuntimeException e) {
            if (StoreFailures.isDuplicate(e)) {
                return known(operation, instance, OperationKind.CREATE)
                        .orElseThrow(() -> Problems.conflict("instance-exists", "There is an instance with this id."));
            }
            throw e;
        }
        return work.operation();
    }

    /** Accepts and takes the first step in one transaction; when that step rested on something stale, accepts alone. */
    private Work acceptAndBegin(Work work, Function<Mutiny.Session, Uni<Void>> acceptance) {
        Optional<SagaEngine.Beginning> beginning = engine.beginning(work);
        if (beginning.isPresent()) {
            Change change = beginning.get().change();
            try {
                Work begun = transactions.call(session -> acceptance
                        .apply(session)
                        .chain(() ->
                                log.store(session, work, change, beginning.get().to()))
                        .map(Optional::orElseThrow));
                change.committed().run();
                return begun;
            } catch (StalePlacementException e) {
                LOG.debugf(
                        "operation %s is placed after its acceptance",
                        work.operation().id());
            }
        }
        transactions.call(acceptance);
        return work;
    }

    private static OperationRecord accepted(OperationId id, ActRequest request, InstanceRecord instance, Instant now) {
        return new OperationRecord(
                id,
                request.getKind(),
                instance.id(),
                new OperationRecord.Position(OperationState.PENDING, 0, 0),
                request,
                instance.state(),
                new OperationRecord.Ends(
                        instance.place().host(), instance.place().epoch(), null, 0),
                null,
                Map.of(),
                instance.spec().getTenantId(),
                instance.spec().getProjectId(),
                now,
                null);
    }

    private static Uni<Void> insert(Mutiny.Session session, Work work, @Nullable Sealed userData) {
        InstanceRecord instance = work.instance();
        Uni<Integer> inserted = session.createNativeQuery(INSERT_INSTANCE)
                .setParameter("id", instance.id().value())
                .setParameter("tenant", UUID.fromString(instance.spec().getTenantId()))
                .setParameter("project", UUID.fromString(instance.spec().getProjectId()))
                .setParameter("spec", instance.spec().toByteArray())
                .setParameter("operation", work.operation().id().value())
                .setParameter("secret", instance.hasUserData())
                .setParameter("pinned", instance.isPinned())
                .setParameter("pause", instance.spec().getPauseMaxMillis())
                .setParameter("now", instance.createdAt())
                .executeUpdate();
        return (userData == null
                        ? inserted
                        : inserted.chain(() -> session.createNativeQuery(INSERT_SECRET)
                                .setParameter("id", instance.id().value())
                                .setParameter("data", userData.bytes())
                                .setParameter("key", userData.keyId())
                                .executeUpdate()))
                .replaceWithVoid();
    }

    private Uni<Void> insertOperation(Mutiny.Session session, Work work) {
        OperationRecord operation = work.operation();
        HostId source = operation.ends().source();
        return session.createNativeQuery(INSERT_OPERATION)
                .setParameter("id", operation.id().value())
                .setParameter("kind", operation.kind().name())
                .setParameter("instance", operation.instance().value())
                .setParameter("tenant", UUID.fromString(operation.tenant()))
                .setParameter("project", UUID.fromString(operation.project()))
                .setParameter("request", operation.request().toByteArray())
                .setParameter("cause", operation.request().getCause())
                .setParameter("from", operation.from().name())
                .setParameter("host", source == null ? null : source.toString())
                .setParameter("epoch", operation.ends().sourceEpoch())
                .setParameter("now", operation.createdAt())
                .setParameter("claimant", executor.claimant())
                .setParameter("claim", log.claimSeconds())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Any other operation. Repeating the call with the same id gives the same operation. */
    public OperationRecord act(InstanceId instance, OperationId operation, ActRequest request) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try {
            Optional<Work> accepted = transactions.call(session -> hold(session, instance, operation, request)
                    .chain(held -> held == 0
                            ? Uni.createFrom().item(Optional.<Work>empty())
                            : begin(session, instance, operation, request, now).map(Optional::of)));
            if (accepted.isPresent()) {
                executor.submit(accepted.get());
                return accepted.get().operation();
            }
        } catch (RuntimeException e) {
            if (!StoreFailures.isDuplicate(e)) {
                throw e;
            }
        }
        return known(operation, instance, request.getKind()).orElseThrow(() -> refusal(instance, request));
    }

    private Uni<Work> begin(
            Mutiny.Session session, InstanceId id, OperationId operation, ActRequest request, Instant now) {
        return InstanceStore.find(session, id).map(Optional::orElseThrow).chain(instance -> {
            Work work = new Work(accepted(operation, request, instance, now), instance);
            return insertOperation(session, work)
                    .chain(() -> facts.append(session, work, facts.changed(work.operation())))
                    .replaceWith(work);
        });
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
                .setParameter("mobile", mustBeMobile(request))
                .executeUpdate();
    }

    /** Whether a guest that its tenant has pinned is left where it is. */
    private static boolean mustBeMobile(ActRequest request) {
        return request.getKind() == OperationKind.MIGRATE && !request.getForce();
    }

    private Optional<OperationRecord> known(OperationId id, InstanceId instance, OperationKind kind) {
        Optional<OperationRecord> known = transactions.read(session -> session.find(OperationRow.class, id.value())
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
                            if (mustBeMobile(request) && instance.isPinned()) {
                                return Problems.conflict(
                                        "instance-pinned",
                                        "Its tenant asked that it not be moved; force moves it nevertheless.");
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
