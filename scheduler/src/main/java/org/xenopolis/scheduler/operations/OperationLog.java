package org.xenopolis.scheduler.operations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.instances.InstanceStore;
import org.xenopolis.store.Transactions;

/**
 * Where operations are written down. Every write names the position it read and the claim of this process, so that an
 * operation which another replica took over is left alone.
 */
@ApplicationScoped
public class OperationLog {
    /** Both rows in one statement: the instance only together with the operation that holds it. */
    private static final String COMMIT = """
            with op as (
              update operations set state = :state, step = :step, progress = :progress,
                target_host_id = cast(:target as uuid), target_epoch = :targetEpoch, error = :error, result = :result,
                finished_at = case when :final then now() end,
                claimed_until = now() + cast(:claim as double precision) * interval '1 second'
              where id = :id and claimed_by = :claimant and state = :fromState and step = :fromStep
              returning id)
            update instances set spec = :spec, state = :instanceState, intended = :intended,
              host_id = cast(:host as uuid), disk_host_id = cast(:diskHost as uuid), epoch = :epoch,
              last_epoch = :lastEpoch, error = :instanceError,
              operation_id = case when :final then null else operation_id end,
              seen_boot = coalesce(
                (select boot_id from hosts h where h.id = cast(:host as uuid) and :instanceState = 'RUNNING'), seen_boot),
              seen_lease = coalesce(
                (select lease_epoch from hosts h where h.id = cast(:host as uuid) and :instanceState = 'RUNNING'),
                seen_lease),
              generation = generation + 1, updated_at = now()
            where id = :instance and operation_id = :id and exists (select from op)
            returning generation""";

    private final UUID claimant = IdSource.TIME_ORDERED.next();
    private final Transactions transactions;
    private final WorkFacts facts;
    private final Duration claim;

    /** @param claim how long an operation stays with a process that no longer speaks */
    OperationLog(
            Transactions transactions,
            WorkFacts facts,
            @ConfigProperty(name = "xeno.operations.claim", defaultValue = "PT15S") Duration claim) {
        this.transactions = transactions;
        this.facts = facts;
        this.claim = claim;
    }

    Duration claim() {
        return claim;
    }

    double claimSeconds() {
        return claim.toMillis() / 1e3;
    }

    UUID claimant() {
        return claimant;
    }

    /** An unfinished operation that this process has claimed. */
    Optional<Work> claimed(OperationId id) {
        return transactions.call(session -> session.createSelectionQuery(
                        "from OperationRow where id = :id and claimedBy = :claimant and finishedAt is null",
                        OperationRow.class)
                .setParameter("id", id.value())
                .setParameter("claimant", claimant)
                .getSingleResultOrNull()
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : InstanceStore.find(session, row.toRecord().instance())
                                .map(instance -> instance.map(found -> new Work(row.toRecord(), found)))));
    }

    /** Stores and logs in one transaction. Empty when the operation is no longer where {@code before} says. */
    Optional<Work> commit(Work before, Change change, OperationRecord.Position to) {
        Optional<Work> stored = transactions.call(session -> store(session, before, change, to));
        stored.ifPresent(work -> change.committed().run());
        return stored;
    }

    /** As {@link #commit}, in a transaction of the caller's, who runs what the change does once it is true. */
    Uni<Optional<Work>> store(Mutiny.Session session, Work before, Change change, OperationRecord.Position to) {
        Work planned = settled(change.after().noting(operation -> operation.at(to)));
        return update(session, before.operation(), planned).chain(generation -> {
            if (generation.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            Work after = planned.with(instance -> instance.generation(generation.getFirst()));
            return facts.tell(session, before, after)
                    .chain(() -> change.effect().apply(session))
                    .replaceWith(Optional.of(after));
        });
    }

    /** At its end an operation leaves the instance where it is meant to stay. */
    private static Work settled(Work work) {
        InstanceState state = work.instance().state();
        boolean rests = !state.isPassing()
                && state != InstanceState.ERROR
                && !work.operation().request().getCause().equals(Acceptance.REPAIR);
        return work.operation().position().isFinal() && rests ? work.with(instance -> instance.meant(state)) : work;
    }

    private Uni<List<Long>> update(Mutiny.Session session, OperationRecord from, Work to) {
        OperationRecord operation = to.operation();
        InstanceRecord instance = to.instance();
        return session.createNativeQuery(COMMIT, Long.class)
                .setParameter("state", operation.position().state().name())
                .setParameter("step", operation.position().step())
                .setParameter("progress", operation.position().progress())
                .setParameter("target", text(operation.ends().target()))
                .setParameter("targetEpoch", operation.ends().targetEpoch())
                .setParameter(
                        "error",
                        operation.error() == null ? null : operation.error().toByteArray())
                .setParameter(
                        "result",
                        Operation.newBuilder()
                                .putAllResult(operation.result())
                                .build()
                                .toByteArray())
                .setParameter("final", operation.position().isFinal())
                .setParameter("id", operation.id().value())
                .setParameter("claimant", claimant)
                .setParameter("claim", claimSeconds())
                .setParameter("fromState", from.position().state().name())
                .setParameter("fromStep", from.position().step())
                .setParameter("spec", instance.spec().toByteArray())
                .setParameter("instanceState", instance.state().name())
                .setParameter("intended", instance.intended().name())
                .setParameter("host", text(instance.place().host()))
                .setParameter("diskHost", text(instance.place().diskHost()))
                .setParameter("epoch", instance.place().epoch())
                .setParameter("lastEpoch", instance.place().lastEpoch())
                .setParameter(
                        "instanceError",
                        instance.error() == null ? null : instance.error().toByteArray())
                .setParameter("instance", instance.id().value())
                .getResultList();
    }

    private static @Nullable String text(@Nullable HostId host) {
        return host == null ? null : host.toString();
    }

    /** Takes unfinished operations whose process no longer speaks. */
    List<OperationId> claimAbandoned(int max) {
        return transactions.call(session -> session.createNativeQuery("""
                        update operations set claimed_by = :claimant, claimed_until = now() + cast(:claim as double precision) * interval '1 second'
                        where id in (
                          select id from operations where finished_at is null and claimed_until < now()
                          order by id limit :max for update skip locked)
                        returning id""", UUID.class)
                .setParameter("claimant", claimant)
                .setParameter("claim", claimSeconds())
                .setParameter("max", max)
                .getResultList()
                .map(ids -> ids.stream().map(OperationId::new).toList()));
    }

    /** Keeps the claims of operations that are under way here. */
    void renewClaims(Collection<OperationId> operations) {
        UUID[] ids = operations.stream().map(OperationId::value).toArray(UUID[]::new);
        transactions.call(session -> session.createNativeQuery("""
                        update operations set claimed_until = now() + cast(:claim as double precision) * interval '1 second'
                        where claimed_by = :claimant and finished_at is null and id = any (:ids)""")
                .setParameter("claimant", claimant)
                .setParameter("claim", claimSeconds())
                .setParameter("ids", ids)
                .executeUpdate());
    }

    /** Notes how far a long step has come. */
    void progress(OperationId id, int percent) {
        transactions.call(session -> session.createNativeQuery(
                        "update operations set progress = :percent where id = :id and claimed_by = :claimant"
                                + " and finished_at is null")
                .setParameter("percent", percent)
                .setParameter("id", id.value())
                .setParameter("claimant", claimant)
                .executeUpdate());
    }

    /** Nanoseconds since it was accepted, on the database's clock; never negative. */
    long ageNanos(OperationId id) {
        return transactions.read(session -> session.createNativeQuery(
                        "select cast(greatest(0, extract(epoch from now() - created_at)) * 1000000000 as bigint)"
                                + " from operations where id = :id",
                        Long.class)
                .setParameter("id", id.value())
                .getSingleResult());
    }

    static boolean isFinal(OperationState state) {
        return new OperationRecord.Position(state, 0, 0).isFinal();
    }
}
