package org.xenopolis.billing.funds;

import com.google.protobuf.Timestamp;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.facts.TenantFact;
import org.xenopolis.store.FactConsumers;

/** Opens an account for each new tenant, and follows which instances came to be and ended. */
@ApplicationScoped
class TenantAndInstanceFacts {
    private final FundsService funds;
    private final Authorisations authorisations;
    private final Instances instances;
    private final Currency currency;

    TenantAndInstanceFacts(
            FundsService funds,
            Authorisations authorisations,
            Instances instances,
            @ConfigProperty(name = "xeno.billing.currency", defaultValue = "EUR") String currency) {
        this.funds = funds;
        this.authorisations = authorisations;
        this.instances = instances;
        this.currency = Currency.getInstance(currency);
    }

    void start(@Observes StartupEvent event, FactConsumers consumers) {
        consumers.subscribe(Topics.TENANT_FACTS, TenantFact.parser(), this::take);
        consumers.subscribeBatches(Topics.INSTANCE_FACTS, InstanceFact.parser(), this::takeAll);
    }

    Uni<?> take(Mutiny.Session session, TenantFact fact) {
        return switch (fact.getFactCase()) {
            case OPENED ->
                funds.open(
                        session,
                        tenant(fact.getHeader().getTenantId()),
                        currency,
                        fact.getOpened().getName());
            case PROJECT_CREATED, QUOTA_CHANGED, FACT_NOT_SET ->
                Uni.createFrom().voidItem();
        };
    }

    /** An instance is accepted before it is deleted, so acceptances may go first, together. */
    Uni<?> takeAll(Mutiny.Session session, List<InstanceFact> facts) {
        SortedMap<InstanceId, Instances.Accepted> accepted = new TreeMap<>(Comparator.comparing(InstanceId::value));
        SortedMap<InstanceId, Instant> deleted = new TreeMap<>(accepted.comparator());
        for (InstanceFact fact : facts) {
            switch (fact.getFactCase()) {
                case ACCEPTED ->
                    accepted.putIfAbsent(instance(fact), new Instances.Accepted(claim(fact), occurred(fact)));
                case DELETED -> deleted.putIfAbsent(instance(fact), occurred(fact));
                case STATE_CHANGED, OPERATION_CHANGED, RESIZED, FACT_NOT_SET -> {}
            }
        }
        Uni<?> known =
                accepted.isEmpty() ? Uni.createFrom().voidItem() : instances.accepted(session, accepted.values());
        return deleted.isEmpty()
                ? known
                : known.chain(() -> instances.deleted(session, deleted))
                        .chain(() -> authorisations.release(session, deleted.keySet()));
    }

    private static Instances.Claim claim(InstanceFact fact) {
        return new Instances.Claim(
                instance(fact),
                tenant(fact.getHeader().getTenantId()),
                project(fact.getHeader().getProjectId()),
                fact.getAccepted().getName());
    }

    private static @Nullable ProjectId project(String id) {
        return id.isEmpty() ? null : ProjectId.of(id);
    }

    private static TenantId tenant(String id) {
        try {
            return TenantId.of(id);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-fact", "A fact names no tenant.")
                    .because(e);
        }
    }

    private static InstanceId instance(InstanceFact fact) {
        try {
            return InstanceId.of(fact.getInstanceId());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-fact", "A fact names no instance.")
                    .because(e);
        }
    }

    private static Instant occurred(InstanceFact fact) {
        Timestamp at = fact.getHeader().getOccurredAt();
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }
}
