package org.xenopolis.scheduler.fakes;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;

/** Breaks calls on purpose, and remembers which calls came. */
public final class Faults {
    /** When, relative to its effect, a call breaks. */
    public enum Moment {
        REFUSED,
        FULL,
        BEFORE,
        AFTER
    }

    private final Map<String, List<Moment>> planned = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** The next {@code times} calls of this method break. REFUSED is a definite no; the others leave it open. */
    public void plan(String method, Moment moment, int times) {
        List<Moment> queue = planned.computeIfAbsent(method, name -> new ArrayList<>());
        synchronized (queue) {
            for (int i = 0; i < times; i++) {
                queue.add(moment);
            }
        }
    }

    public void clear() {
        planned.clear();
        calls.clear();
    }

    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Called when a call arrives. @return what is to happen after its effect */
    Runnable arrive(String method, String command) {
        calls.add(method + " " + command);
        List<Moment> queue = planned.getOrDefault(method, List.of());
        Moment moment;
        synchronized (queue) {
            moment = queue.isEmpty() ? null : queue.removeFirst();
        }
        if (moment == Moment.REFUSED) {
            throw Problem.of(ErrorKind.CONFLICT, "planned-refusal", "The test wants a no.")
                    .exception();
        }
        if (moment == Moment.FULL) {
            throw Problem.of(ErrorKind.NO_CAPACITY, "host-full", "The test wants a host without room.")
                    .exception();
        }
        if (moment == Moment.BEFORE) {
            throw Status.UNAVAILABLE
                    .withDescription("planned, before the effect")
                    .asRuntimeException();
        }
        return () -> {
            if (moment == Moment.AFTER) {
                throw Status.UNAVAILABLE
                        .withDescription("planned, after the effect")
                        .asRuntimeException();
            }
        };
    }
}
