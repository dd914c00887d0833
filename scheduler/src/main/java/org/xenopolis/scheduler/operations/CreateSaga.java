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

/** A new instance: a place, a domain, and it runs. */
@ApplicationScoped
@Unremovable
class CreateSaga implements Saga {
    private final List<Step> steps;
    private final Domains domains;

    CreateSaga(PlaceSteps places, Domains domains) {
        this.domains = domains;
        this.steps = List.of(
                new Step(
                        "reserve",
                        store(places::reserve),
                        store((work, again) -> places.surrenderOrTryElsewhere(work))),
                new Step("create-domain", call(this::create), call(this::delete)),
                // From here on it is the tenant's: what goes wrong later is a repair, not an undo.
                new Step("run", store(CreateSaga::runs), nothing()));
    }

    private Work create(Work work, String command) {
        domains.create(work.instance(), command);
        return work;
    }

    private Work delete(Work work, String command) {
        Domains.At at = Domains.at(work.instance());
        if (!domains.isProvenOff(at)) {
            domains.delete(at, command);
        }
        return work.noting(operation -> operation.refusedBy(at.host()));
    }

    static Change runs(Work work, boolean again) {
        return Change.to(work.with(instance -> instance.in(InstanceState.RUNNING)));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.CREATE;
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
