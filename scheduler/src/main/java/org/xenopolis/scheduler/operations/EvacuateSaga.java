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

/** An instance whose host is proven to run nothing any more is made anew elsewhere, under a new epoch. */
@ApplicationScoped
@Unremovable
class EvacuateSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    EvacuateSaga(Proof proof, PlaceSteps places, Domains domains) {
        this.domains = domains;
        this.steps = List.of(
                // Not taken back: the old host has nothing to go back to. What follows ends running or in error.
                new Step("give-up", store(proof::giveUp), nothing()),
                new Step("reserve", store(places::reserve), store((work, again) -> places.surrender(work))),
                new Step("create-domain", call(this::create), call(this::delete)),
                new Step("run", store(CreateSaga::runs), nothing()));
    }

    private Work create(Work work, String command) {
        domains.create(Domains.at(work.instance()), command, work.instance().spec());
        return work;
    }

    private Work delete(Work work, String command) {
        Domains.At at = Domains.at(work.instance());
        if (!domains.isProvenOff(at)) {
            domains.delete(at, command);
        }
        return work;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.EVACUATE;
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
