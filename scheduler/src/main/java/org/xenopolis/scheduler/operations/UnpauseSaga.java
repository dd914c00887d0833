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

/** A paused guest goes on. */
@ApplicationScoped
@Unremovable
class UnpauseSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    UnpauseSaga(Domains domains, Observation observation) {
        this.domains = domains;
        this.steps = List.of(
                new Step("begin", nothing(), store(observation::follow)),
                new Step("unpause-domain", call(this::unpause), call(observation::ask)),
                new Step(
                        "unpaused",
                        store((work, again) -> Change.to(work.with(instance -> instance.in(InstanceState.RUNNING)))),
                        nothing()));
    }

    private Work unpause(Work work, String command) {
        domains.unpause(Domains.at(work.instance()), command);
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.UNPAUSE;
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
