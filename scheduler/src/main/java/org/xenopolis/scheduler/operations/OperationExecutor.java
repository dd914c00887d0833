package org.xenopolis.scheduler.operations;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.kit.Loop;

/** Gives each operation a virtual thread, at once; and takes up those that another process left unfinished. */
@ApplicationScoped
public class OperationExecutor {
    /** More wait for their turn: an agent or the database that is slow must not drown in work. */
    static final int RUNNING_MAX = 400;

    static final int CLAIM_MAX = 100;
    private static final Logger LOG = Logger.getLogger(OperationExecutor.class);

    private final OperationLog log;
    private final SagaEngine engine;
    private final Map<OperationId, Thread> threads = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(RUNNING_MAX, true);
    private final List<Loop> loops = new ArrayList<>();
    private volatile boolean stopping;

    OperationExecutor(OperationLog log, SagaEngine engine) {
        this.log = log;
        this.engine = engine;
    }

    void start(@Observes StartupEvent event) {
        loops.add(Loop.start("operations-claim", Duration.ofSeconds(1), this::claim));
        loops.add(Loop.start("operations-renew", log.claim().dividedBy(4), this::renew));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        loops.forEach(Loop::close);
        threads.values().forEach(Thread::interrupt);
    }

    /** Who signs the claims of this process. */
    public UUID claimant() {
        return log.claimant();
    }

    /** Starts an operation that was just accepted with this process's claim. */
    public void submit(Work accepted) {
        begin(accepted.operation().id(), () -> engine.begin(accepted));
    }

    private void begin(OperationId id, Runnable work) {
        if (stopping) {
            return;
        }
        Thread thread = Thread.ofVirtual().name("operation-" + id).unstarted(() -> run(id, work));
        if (threads.putIfAbsent(id, thread) == null) {
            thread.start();
        }
    }

    public Set<OperationId> underWay() {
        return Set.copyOf(threads.keySet());
    }

    private void run(OperationId id, Runnable work) {
        try {
            room.acquire();
            try {
                work.run();
            } finally {
                room.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Its claim runs out, and it is taken up again.
            if (!stopping) {
                LOG.errorf(e, "operation %s broke off", id);
            }
        } finally {
            threads.remove(id);
        }
    }

    private void claim() {
        List<OperationId> claimed;
        do {
            claimed = log.claimAbandoned(CLAIM_MAX);
            claimed.forEach(id -> begin(id, () -> engine.run(id)));
        } while (claimed.size() == CLAIM_MAX);
    }

    private void renew() {
        Set<OperationId> underWay = underWay();
        if (!underWay.isEmpty()) {
            log.renewClaims(underWay);
        }
    }
}
