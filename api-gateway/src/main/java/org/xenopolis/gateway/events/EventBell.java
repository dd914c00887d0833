package org.xenopolis.gateway.events;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the streams whose owner has news. Looks into the table, because another replica may have written; and only
 * while somebody listens.
 */
@ApplicationScoped
class EventBell {
    private static final Logger LOG = Logger.getLogger(EventBell.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration REST = Duration.ofSeconds(1);

    /** One stream that listens. @param owner a tenant, or empty for an operator */
    static final class Listener {
        private final Optional<UUID> owner;
        private final Semaphore rung = new Semaphore(0);

        private Listener(Optional<UUID> owner) {
            this.owner = owner;
        }

        /** Whether there is news; waits for it so long. */
        boolean await(Duration patience) throws InterruptedException {
            boolean news = rung.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            rung.drainPermits();
            return news;
        }

        private boolean wants(Set<UUID> tenants) {
            return owner.isEmpty() || tenants.contains(owner.get());
        }
    }

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final Semaphore arrived = new Semaphore(0);
    private final EventStore events;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    EventBell(EventStore events) {
        this.events = events;
    }

    Listener listen(Optional<UUID> owner) {
        Listener listener = new Listener(owner);
        listeners.add(listener);
        arrived.release();
        return listener;
    }

    void leave(Listener listener) {
        listeners.remove(listener);
    }

    boolean isStopping() {
        return stopping;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("event-bell").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        listeners.forEach(listener -> listener.rung.release());
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        long seen = 0;
        while (!stopping) {
            try {
                if (listeners.isEmpty()) {
                    arrived.acquire();
                    arrived.drainPermits();
                }
                seen = ring(seen);
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.debugf("cannot look for events: %s", e.getMessage());
                pause();
            }
        }
    }

    private long ring(long seen) {
        if (seen == 0) {
            listeners.forEach(listener -> listener.rung.release());
            return events.last();
        }
        EventStore.News news = events.since(seen);
        for (Listener listener : listeners) {
            if (!news.tenants().isEmpty() && listener.wants(news.tenants())) {
                listener.rung.release();
            }
        }
        return news.sequence();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(REST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
