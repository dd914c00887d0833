package org.xenopolis.scheduler.operations;

import static org.xenopolis.scheduler.operations.Act.call;
import static org.xenopolis.scheduler.operations.Act.nothing;
import static org.xenopolis.scheduler.operations.Act.store;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.xenopolis.contracts.instances.OperationKind;

/** Another size, where the instance is: more is reserved first, less is given back last. */
@ApplicationScoped
@Unremovable
class ResizeSaga implements Saga {
    private final List<Step> steps;

    ResizeSaga(ResizeSteps sizes) {
        this.steps = List.of(
                new Step("reserve", store(sizes::grow), store(sizes::shrinkBack)),
                new Step("resize-domain", call(sizes::resize), call(sizes::resizeBack)),
                new Step("resized", store(sizes::settle), nothing()));
    }

    @Override
    public OperationKind kind() {
        return OperationKind.RESIZE;
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
