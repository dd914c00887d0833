package org.xenopolis.scheduler.funds;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.BillingFact;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.kit.Loop;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.scheduler.operations.Acceptance;
import org.xenopolis.store.FactConsumers;
import org.xenopolis.store.Transactions;

/** Remembers how each tenant's funds stand, and suspends what runs for those who have none left. */
@ApplicationScoped
class FundsWatch {
    static final Duration PERIOD = Duration.ofSeconds(2);
    static final int AT_ONCE_MAX = 100;
    private static final String CAUSE = "funds";
    private static final Logger LOG = Logger.getLogger(FundsWatch.class);

    private record Running(UUID instance, OperationKind next) {}

    private final FactConsumers consumers;
    private final Transactions transactions;
    private final Acceptance acceptance;
    private @Nullable Loop loop;

    FundsWatch(FactConsumers consumers, Transactions transactions, Acceptance acceptance) {
        this.consumers = consumers;
        this.transactions = transactions;
        this.acceptance = acceptance;
    }

    void start(@Observes StartupEvent event) {
        consumers.subscribe(Topics.BILLING_FACTS, BillingFact.parser(), FundsWatch::remember);
        loop = Loop.start("funds", PERIOD, this::enforce);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    static Uni<?> remember(Mutiny.Session session, BillingFact fact) {
        if (!fact.hasFundsLevelChanged()) {
            return Uni.createFrom().voidItem();
        }
        UUID tenant;
        try {
            tenant = UUID.fromString(fact.getHeader().getTenantId());
        } catch (IllegalArgumentException e) {
            return Uni.createFrom()
                    .failure(Problem.of(ErrorKind.INVALID, "bad-tenant", "The fact names no tenant.")
                            .exception());
        }
        return session.createNativeQuery("""
                        insert into funds_levels (tenant_id, level, version) values (:tenant, :level, :version)
                        on conflict (tenant_id) do update set level = excluded.level, version = excluded.version
                        where excluded.version >= funds_levels.version""")
                .setParameter("tenant", tenant)
                .setParameter("level", fact.getFundsLevelChanged().getTo())
                .setParameter("version", fact.getHeader().getVersion())
                .executeUpdate();
    }

    private void enforce() {
        for (Running running : unpaid()) {
            OperationId operation = new OperationId(IdSource.TIME_ORDERED.next());
            String instance = running.instance().toString();
            try {
                var ignored = acceptance.act(
                        new InstanceId(running.instance()),
                        operation,
                        ActRequest.newBuilder()
                                .setInstanceId(instance)
                                .setOperationId(operation.toString())
                                .setKind(running.next())
                                .setCause(CAUSE)
                                .build());
                LOG.infof("instance %s: %s, its tenant has no funds left", instance, running.next());
            } catch (ProblemException e) {
                LOG.debugf("instance %s goes on for now: %s", instance, e.getMessage());
            }
        }
    }

    /** Suspended, so that nothing is lost; stopped where that is impossible or has just failed. */
    private List<Running> unpaid() {
        return transactions.read(session -> session.createNativeQuery("""
                        select i.id, i.state, (
                          select o.kind from operations o
                          where o.instance_id = i.id and o.cause = 'funds' and o.state = 'FAILED'
                            and o.created_at > now() - interval '1 hour'
                          order by o.id desc limit 1)
                        from instances i join funds_levels f on f.tenant_id = i.tenant_id
                        where f.level = 'SUSPEND' and i.state in ('RUNNING', 'PAUSED') and i.operation_id is null
                        order by i.id limit :max""", Object[].class)
                .setParameter("max", AT_ONCE_MAX)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Running(
                                (UUID) row[0],
                                row[1].equals("RUNNING") && row[2] == null
                                        ? OperationKind.SUSPEND
                                        : OperationKind.STOP))
                        .toList()));
    }
}
