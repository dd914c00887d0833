package org.xenopolis.scheduler.operations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.scheduler.agents.Domains;

/** The guest starts anew where it is, under the same epoch. */
@ApplicationScoped
@Unremovable
class RebootSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    RebootSaga(Domains domains, Observation observation) {
        this.domains = domains;
        this.steps = List.of(
                new Step("begin", nothing(), store(observation::follow)),
                new Step("reboot-domain", call(this::reboot), call(observation::ask)),
                new Step("rebooted", store((work, again) -> Change.to(work)), nothing()));
    }

    private Work reboot(Work work, String command) {
        domains.reboot(Domains.at(work.instance()), command);
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.REBOOT;
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
