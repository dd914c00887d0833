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

/** The guest gets no CPU until it is unpaused; it keeps its place. */
@ApplicationScoped
@Unremovable
class PauseSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    PauseSaga(Domains domains, Observation observation) {
        this.domains = domains;
        this.steps = List.of(
                new Step("begin", nothing(), store(observation::follow)),
                new Step("pause-domain", call(this::pause), call(observation::ask)),
                new Step(
                        "paused",
                        store((work, again) -> Change.to(work.with(instance -> instance.in(InstanceState.PAUSED)))),
                        nothing()));
    }

    private Work pause(Work work, String command) {
        domains.pause(Domains.at(work.instance()), command);
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.PAUSE;
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(2);
    }
}
