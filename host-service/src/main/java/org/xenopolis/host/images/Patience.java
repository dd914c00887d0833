package org.xenopolis.host.images;

import io.grpc.Context;
import java.time.Duration;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;

/** Waits longer each time, until it is too long, or until whoever asked has gone: they ask again if they still care. */
final class Patience {
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration MAX = Duration.ofSeconds(5);

    private final long untilNanos;
    private Duration next = FIRST;

    Patience(Duration all) {
        this.untilNanos = System.nanoTime() + all.toNanos();
    }

    /** @throws ProblemException UNAVAILABLE instead of waiting longer */
    void waitOrThrow() {
        if (System.nanoTime() - untilNanos >= 0 || Context.current().isCancelled()) {
            throw over();
        }
        try {
            Thread.sleep(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw over();
        }
        next = next.compareTo(MAX.dividedBy(2)) > 0 ? MAX : next.multipliedBy(2);
    }

    private static ProblemException over() {
        return Problem.of(ErrorKind.UNAVAILABLE, "image-unverified", "The image store is still verifying; try again.")
                .exception();
    }
}
