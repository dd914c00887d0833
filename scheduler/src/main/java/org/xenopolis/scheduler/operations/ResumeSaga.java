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

/** A suspended guest goes on where it was saved, under a new epoch. */
@ApplicationScoped
@Unremovable
class ResumeSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    ResumeSaga(PlaceSteps places, Domains domains) {
        this.domains = domains;
        this.steps = List.of(
                new Step("reserve", store(places::reserve), store((work, again) -> places.sleepAgain(work))),
                new Step("resume-domain", call(this::resume), call(this::saveAgain)),
                // The last one: a guest that runs is not taken back.
                new Step("run", store(CreateSaga::runs), nothing()));
    }

    private Work resume(Work work, String command) {
        domains.resume(Domains.at(work.instance()), command, work.instance().spec());
        return work;
    }

    /** When it runs after all, its memory goes back to disk; when it does not, the agent says that there is nothing. */
    private Work saveAgain(Work work, String command) {
        Domains.At at = Domains.at(work.instance());
        if (!domains.isProvenOff(at) && domains.find(at).filter(Domains::lives).isPresent()) {
            domains.suspend(at, command);
        }
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.RESUME;
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
