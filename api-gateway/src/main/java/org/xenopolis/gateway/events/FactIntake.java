package org.xenopolis.gateway.events;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.BillingFact;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.ImageFact;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.contracts.facts.PlanFact;
import org.xenopolis.store.FactBatchHandler;
import org.xenopolis.store.FactConsumers;

/** Takes the facts of all services: keeps them as events, and gives back what ended instances held. */
@ApplicationScoped
class FactIntake {
    private final FactConsumers consumers;
    private final FactEvents events;
    private final FactReleases releases;

    FactIntake(FactConsumers consumers, FactEvents events, FactReleases releases) {
        this.consumers = consumers;
        this.events = events;
        this.releases = releases;
    }

    void start(@Observes @Priority(2_000) StartupEvent event) {
        consumers.subscribeBatches(Topics.INSTANCE_FACTS, InstanceFact.parser(), this::instances);
        consumers.subscribeBatches(Topics.HOST_FACTS, HostFact.parser(), keeping((HostFact fact) -> events.of(fact)));
        consumers.subscribeBatches(
                Topics.MIGRATION_FACTS, MigrationFact.parser(), keeping((MigrationFact fact) -> events.of(fact)));
        consumers.subscribeBatches(Topics.PLAN_FACTS, PlanFact.parser(), keeping((PlanFact fact) -> events.of(fact)));
        consumers.subscribeBatches(
                Topics.BILLING_FACTS, BillingFact.parser(), keeping((BillingFact fact) -> events.of(fact)));
        consumers.subscribeBatches(
                Topics.IMAGE_FACTS, ImageFact.parser(), keeping((ImageFact fact) -> events.of(fact)));
    }

    private Uni<?> instances(Mutiny.Session session, List<InstanceFact> facts) {
        // The events last: whoever writes them holds up all other writers of events until the commit.
        return releases.applyAll(session, facts).chain(() -> keepAll(session, facts, fact -> events.of(fact)));
    }

    private static <T> FactBatchHandler<T> keeping(Function<T, Optional<EventRow>> event) {
        return (session, facts) -> keepAll(session, facts, event);
    }

    private static <T> Uni<?> keepAll(Mutiny.Session session, List<T> facts, Function<T, Optional<EventRow>> event) {
        List<EventRow> rows =
                facts.stream().map(event).flatMap(Optional::stream).toList();
        return rows.isEmpty() ? Uni.createFrom().voidItem() : EventStore.insert(session, rows);
    }
}
