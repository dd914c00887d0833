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

/** The guest ends, its disk stays; vCPUs and memory are given back. */
@ApplicationScoped
@Unremovable
class StopSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    StopSaga(PlaceSteps places, Domains domains, Observation observation) {
        this.domains = domains;
        this.steps = List.of(
                new Step("begin", nothing(), store(observation::follow)),
                // A guest that has shut down cannot be brought back as it was: going back means looking.
                new Step("stop-domain", call(this::stop), call(observation::ask)),
                new Step("stopped", store((work, again) -> places.rest(work, InstanceState.STOPPED)), nothing()));
    }

    private Work stop(Work work, String command) {
        if (work.instance().place().host() == null) {
            return work;
        }
        Domains.At at = Domains.at(work.instance());
        if (!domains.isProvenOff(at)) {
            domains.stop(at, command, work.operation().request().getForce());
        }
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.STOP;
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(3);
    }
}
