package org.xenopolis.kit;

import java.time.Duration;
import org.jboss.logging.Logger;

/** Repeats some work on a virtual thread of its own until closed; a failure is logged and the next turn tries again. */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Loop.class);

    private final Thread thread;
    private volatile boolean stopping;

    private Loop(String name, Duration period, Runnable work) {
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(name, period, work));
    }

    public static Loop start(String name, Duration period, Runnable work) {
        Loop loop = new Loop(name, period, work);
        loop.thread.start();
        return loop;
    }

    private void run(String name, Duration period, Runnable work) {
        while (!stopping) {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (!stopping) {
                    LOG.warnf(e, "%s: a turn failed", name);
                }
            }
            try {
                Thread.sleep(period);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
