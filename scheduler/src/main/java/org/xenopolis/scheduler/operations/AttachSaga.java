package org.xenopolis.scheduler.operations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.xenopolis.contracts.instances.OperationKind;

/** A volume becomes a disk of the guest, on the host where both are. */
@ApplicationScoped
@Unremovable
class AttachSaga implements Saga {
    private final List<Step> steps;

    AttachSaga(VolumeSteps volumes) {
        this.steps = List.of(
                new Step("take", store(volumes::take), store(volumes::giveBack)),
                new Step("attach-volume", call(volumes::attach), call(volumes::detach)),
                new Step("attached", store((work, again) -> Change.to(work)), nothing()));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.ATTACH_VOLUME;
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
