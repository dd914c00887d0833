package org.xenopolis.planner.facts;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.contracts.facts.MigrationFact;
import org.xenopolis.planner.loads.Loads;
import org.xenopolis.planner.plans.StepTimes;
import org.xenopolis.store.FactConsumers;

/** One consumer per topic, since they share a group. */
@ApplicationScoped
class FactWatch {
    private final Loads loads;
    private final StepTimes times;

    FactWatch(Loads loads, StepTimes times) {
        this.loads = loads;
        this.times = times;
    }

    void subscribe(@Observes StartupEvent event, FactConsumers consumers) {
        consumers.subscribe(Topics.HOST_FACTS, HostFact.parser(), loads::reported);
        consumers.subscribe(
                Topics.MIGRATION_FACTS,
                MigrationFact.parser(),
                (session, fact) -> loads.moved(session, fact).chain(() -> times.measured(session, fact)));
    }
}
