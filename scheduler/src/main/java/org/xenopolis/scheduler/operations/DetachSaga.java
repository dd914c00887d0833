package org.xenopolis.scheduler.operations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.xenopolis.contracts.instances.OperationKind;

/** A volume leaves the guest; its bytes stay on the host. */
@ApplicationScoped
@Unremovable
class DetachSaga implements Saga {
    private final List<Step> steps;

    DetachSaga(VolumeSteps volumes) {
        this.steps = List.of(
                new Step("check", store(volumes::requireAttached), nothing()),
                new Step("detach-volume", call(volumes::detach), call(volumes::attach)),
                new Step("detached", store(volumes::giveBack), nothing()));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.DETACH_VOLUME;
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
