package org.xenopolis.gateway.networks;

import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.NetworkRules;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.kit.Loop;
import org.xenopolis.store.Transactions;

/**
 * Hands changed security rules to the scheduler, instance by instance, until an operation has put them in force. The
 * operation's end arrives as a fact; one that failed, or that nobody accepted, is tried again.
 */
@ApplicationScoped
public class RuleUpdates {
    private static final Logger LOG = Logger.getLogger(RuleUpdates.class);

    /** The operation's id is noted before the call, and looked for again when nothing is heard of it for a while. */
    private static final String CLAIM = """
            update rule_updates set operation_id = gen_random_uuid(), due_at = now() + interval '5 minutes'
            where instance_id in (select instance_id from rule_updates where due_at <= now()
              order by due_at limit 20 for update skip locked)
            returning instance_id, tenant_id, operation_id""";

    private static final String RETRY = """
            update rule_updates set operation_id = null, due_at = now() + :seconds * interval '1 second'
            where operation_id = :operation""";

    private static final int BUSY_SECONDS = 1;
    private static final int RETRY_SECONDS = 5;

    private record Update(UUID instance, UUID tenant, UUID operation) {}

    private final Transactions transactions;
    private final Downstream downstream;
    private final Duration every;
    private @Nullable Loop loop;

    RuleUpdates(
            Transactions transactions,
            Downstream downstream,
            @ConfigProperty(name = "xeno.rules.every") Duration every) {
        this.transactions = transactions;
        this.downstream = downstream;
        this.every = every;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("rule-updates", every, () -> claimed().forEach(this::handOver));
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private List<Update> claimed() {
        return transactions
                .single(session ->
                        session.createNativeQuery(CLAIM, Object[].class).getResultList())
                .stream()
                .map(row -> new Update((UUID) row[0], (UUID) row[1], (UUID) row[2]))
                .toList();
    }

    private void handOver(Update update) {
        try {
            act(update);
        } catch (RuntimeException e) {
            LOG.debugf("the rules of instance %s wait: %s", update.instance(), e.getMessage());
            transactions.single(
                    session -> retry(session, update.operation(), isBusy(e) ? BUSY_SECONDS : RETRY_SECONDS));
        }
    }

    /** Another operation holds it for a moment; anything else takes longer, such as its creation. */
    private static boolean isBusy(RuntimeException failure) {
        return failure instanceof StatusRuntimeException status
                && ProblemStatus.toProblem(status).code().equals("operation-in-progress");
    }

    private void act(Update update) {
        List<NetworkRules> rules =
                transactions.call(session -> CardRules.of(session, update.tenant(), update.instance()));
        var ignored = downstream
                .instances()
                .act(ActRequest.newBuilder()
                        .setInstanceId(update.instance().toString())
                        .setTenantId(update.tenant().toString())
                        .setOperationId(update.operation().toString())
                        .setKind(OperationKind.SET_RULES)
                        .setCause("security-groups")
                        .addAllRules(rules)
                        .build());
    }

    private static Uni<Integer> retry(Mutiny.Session session, UUID operation, int seconds) {
        return session.createNativeQuery(RETRY)
                .setParameter("operation", operation)
                .setParameter("seconds", seconds)
                .executeUpdate();
    }

    /** The operation is over. Rules that changed after it began have another one. */
    public Uni<Integer> ended(Mutiny.Session session, UUID operation, boolean inForce) {
        return inForce
                ? session.createNativeQuery("delete from rule_updates where operation_id = :operation")
                        .setParameter("operation", operation)
                        .executeUpdate()
                : retry(session, operation, RETRY_SECONDS);
    }
}
