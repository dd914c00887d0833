package org.xenopolis.gateway.fakes;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the next call meets instead of an answer: set by a test, once. */
public final class Hook {
    private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

    /** @param action runs in the next call, and may throw or block */
    public void once(Runnable action) {
        next.set(action);
    }

    void run() {
        Runnable action = next.getAndSet(null);
        if (action != null) {
            action.run();
        }
    }
}
