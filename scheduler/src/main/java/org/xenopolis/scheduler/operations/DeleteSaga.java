package org.xenopolis.scheduler.operations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.grpc.StatusRuntimeException;
import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.scheduler.agents.BillingDesk;
import org.xenopolis.scheduler.agents.Domains;
import org.xenopolis.scheduler.placement.Ledger;

/**
 * The end of an instance. Its first step is already for ever, so it does not go back: it is repeated until the host has
 * answered, or is proven to be off. Only a refusal ends it, and leaves the instance as it was.
 */
@ApplicationScoped
@Unremovable
class DeleteSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;
    private final BillingDesk billing;
    private final Ledger ledger;

    DeleteSaga(Domains domains, BillingDesk billing, Ledger ledger) {
        this.domains = domains;
        this.billing = billing;
        this.ledger = ledger;
        this.steps = List.of(
                // Irrevocable: the disk is wiped.
                new Step("delete-domain", call(this::delete), nothing()),
                new Step("release-funds", call(this::releaseFunds), nothing()),
                new Step("deleted", store(this::deleted), nothing()));
    }

    private Work delete(Work work, String command) {
        if (work.instance().place().diskHost() != null) {
            Domains.At at = Domains.at(work.instance());
            if (!domains.isProvenOff(at)) {
                domains.delete(at, command);
            }
        }
        return work;
    }

    private Work releaseFunds(Work work, String command) {
        try {
            billing.release(work.operation().tenant(), work.instance().id().toString());
        } catch (StatusRuntimeException e) {
            // Nothing was held: an account or an authorisation that does not exist holds no money.
            if (ProblemStatus.toProblem(e).kind() != ErrorKind.NOT_FOUND) {
                throw e;
            }
        }
        return work;
    }

    private Change deleted(Work work, boolean again) {
        UUID id = work.instance().id().value();
        return Change.to(work.with(instance ->
                        instance.in(InstanceState.DELETED).at(instance.place().gone())))
                .and(session -> run(session, "delete from instance_secrets where instance_id = :id", id))
                .and(session -> run(
                        session,
                        "update volumes set instance_id = null, generation = generation + 1 where instance_id = :id",
                        id))
                .and(session -> ledger.releaseAll(session, work.instance().id()));
    }

    private static Uni<Void> run(Mutiny.Session session, String sql, UUID id) {
        return session.createNativeQuery(sql)
                .setParameter("id", id)
                .executeUpdate()
                .replaceWithVoid();
    }

    @Override
    public OperationKind kind() {
        return OperationKind.DELETE;
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Duration limit() {
        return Duration.ofDays(30);
    }
}
