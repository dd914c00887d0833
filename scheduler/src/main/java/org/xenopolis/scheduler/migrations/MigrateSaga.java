package org.xenopolis.scheduler.migrations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.scheduler.operations.Saga;

/** A running guest moves to another host, live, under a new epoch. */
@ApplicationScoped
@Unremovable
class MigrateSaga implements Saga {
    private final List<Step> steps;

    MigrateSaga(MigrationPlaces places, Transfer transfer) {
        this.steps = List.of(
                new Step("reserve-target", store(places::reserve), store(places::release)),
                new Step("prepare-receive", call(transfer::prepare), call(transfer::abort)),
                // Ends only when it is decided: the receiver's journal says COMPLETED, or ABORTED for ever.
                new Step("transfer", call(transfer::run), call(transfer::backToSource)),
                new Step("clear-source", call(transfer::clearSource), nothing()),
                // Irrevocable since the decision: this only writes down what is true.
                new Step("switch", store(places::commit), nothing()));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.MIGRATE;
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(30);
    }
}
