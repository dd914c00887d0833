package org.xenopolis.scheduler.operations;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.instances.OperationKind;

/** A saga that breaks once, or for good, at chosen points. */
final class BrokenSaga implements Saga {
    /** As if the process had been killed. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Where it breaks. */
    enum Point {
        REFUSED_BEFORE_ACT,
        REFUSED_AFTER_ACT,
        CRASH_BEFORE_ACT,
        CRASH_AFTER_ACT,
        CRASH_BEFORE_UNDO,
        CRASH_AFTER_UNDO
    }

    private final Saga saga;
    private final List<Step> steps;
    private final AtomicInteger reached = new AtomicInteger();

    BrokenSaga(Saga saga, int step, Point point) {
        this.saga = saga;
        this.steps = IntStream.range(0, saga.steps().size())
                .mapToObj(i -> i == step
                        ? broken(saga.steps().get(i), point)
                        : saga.steps().get(i))
                .toList();
    }

    private Step broken(Step step, Point point) {
        return switch (point) {
            case REFUSED_BEFORE_ACT, REFUSED_AFTER_ACT, CRASH_BEFORE_ACT, CRASH_AFTER_ACT ->
                new Step(step.name(), broken(step.act(), point), step.undo());
            case CRASH_BEFORE_UNDO, CRASH_AFTER_UNDO -> new Step(step.name(), step.act(), broken(step.undo(), point));
        };
    }

    private Act broken(Act act, Point point) {
        boolean first =
                point != Point.REFUSED_AFTER_ACT && point != Point.CRASH_AFTER_ACT && point != Point.CRASH_AFTER_UNDO;
        return switch (act) {
            case Act.Store store ->
                // After a store step means before the next one: it is committed with its log.
                Act.store((work, again) -> {
                    breakAt(point);
                    return store.decision().decide(work, again);
                });
            case Act.Call call ->
                Act.call((work, command) -> {
                    if (first) {
                        breakAt(point);
                    }
                    Work after = call.command().call(work, command);
                    if (!first) {
                        breakAt(point);
                    }
                    return after;
                });
            case Act.Nothing nothing -> act;
        };
    }

    private void breakAt(Point point) {
        int times = reached.incrementAndGet();
        switch (point) {
            case REFUSED_BEFORE_ACT, REFUSED_AFTER_ACT ->
                throw Problem.of(ErrorKind.CONFLICT, "broken-on-purpose", "The test wants a no.")
                        .exception();
            case CRASH_BEFORE_ACT, CRASH_AFTER_ACT, CRASH_BEFORE_UNDO, CRASH_AFTER_UNDO -> {
                if (times == 1) {
                    throw new Crash();
                }
            }
        }
    }

    boolean wasReached() {
        return reached.get() > 0;
    }

    @Override
    public OperationKind kind() {
        return saga.kind();
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public Duration limit() {
        return saga.limit();
    }
}
