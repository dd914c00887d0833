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

/** A stopped instance runs again, on the host that has its disk, under a new epoch. */
@ApplicationScoped
@Unremovable
class StartSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    StartSaga(PlaceSteps places, Domains domains) {
        this.domains = domains;
        this.steps = List.of(
                new Step("reserve", store(places::reserve), store((work, again) -> places.sleepAgain(work))),
                new Step("create-domain", call(this::create), call(this::stop)),
                // The last one: a guest that runs is not taken back.
                new Step("run", store(CreateSaga::runs), nothing()));
    }

    private Work create(Work work, String command) {
        domains.create(work.instance(), command);
        return work;
    }

    /** Ends the domain if there is one and keeps the disk. */
    private Work stop(Work work, String command) {
        Domains.At at = Domains.at(work.instance());
        if (!domains.isProvenOff(at)) {
            domains.stop(at, command, true);
        }
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.START;
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
