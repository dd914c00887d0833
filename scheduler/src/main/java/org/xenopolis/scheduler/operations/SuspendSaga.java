package org.xenopolis.scheduler.operations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.scheduler.agents.Domains;

/** The memory of the guest goes to disk; vCPUs and memory are given back. */
@ApplicationScoped
@Unremovable
class SuspendSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    SuspendSaga(Domains domains, PlaceSteps places, Observation observation) {
        this.domains = domains;
        this.steps = List.of(
                new Step("begin", nothing(), store(observation::follow)),
                // Saved or not is for the host to say: going back means looking.
                new Step("suspend-domain", call(this::suspend), call(observation::ask)),
                new Step("suspended", store((work, again) -> places.rest(work, InstanceState.SUSPENDED)), nothing()));
    }

    private Work suspend(Work work, String command) {
        domains.suspend(Domains.at(work.instance()), command);
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.SUSPEND;
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(5);
    }
}
