package org.xenopolis.planner.plans;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.PlanId;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.planner.scheduling.Scheduler;

/** Looks for approved plans that nobody executes, and executes them, each on a virtual thread of its own. */
@ApplicationScoped
class PlanExecutor {
    static final int PLANS_AT_ONCE_MAX = 4;

    private static final Logger LOG = Logger.getLogger(PlanExecutor.class);
    private static final long BACKOFF_MILLIS_MAX = 5_000;

    private final PlanProgress progress;
    private final PlanDesk desk;
    private final Scheduler scheduler;
    private final IdSource ids;
    private final Duration poll;
    private final UUID self;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Semaphore approvals = new Semaphore(0);
    private volatile boolean stopping;

    PlanExecutor(
            PlanProgress progress,
            PlanDesk desk,
            Scheduler scheduler,
            IdSource ids,
            @ConfigProperty(name = "xeno.plans.poll", defaultValue = "PT0.5S") Duration poll) {
        this.progress = progress;
        this.desk = desk;
        this.scheduler = scheduler;
        this.ids = ids;
        this.poll = poll;
        this.self = ids.next();
    }

    void start(
            @Observes @Priority(2_000) StartupEvent event,
            @ConfigProperty(name = "xeno.plans.execute", defaultValue = "true") boolean execute) {
        if (execute) {
            spawn("plan-executor", this::look);
        }
    }

    /** Threads end where they are: what they know is stored, and their plans are claimed again later. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(5));
        }
    }

    /** A plan was approved: do not wait for the next look. */
    void wake() {
        approvals.release();
    }

    private void look() throws InterruptedException {
        while (!stopping) {
            try {
                desk.expire();
                int free = PLANS_AT_ONCE_MAX + 1 - threads.size();
                if (free > 0) {
                    progress.claim(self, PlanRun.HOLD, free).forEach(this::execute);
                }
            } catch (RuntimeException e) {
                LOG.warnf("looking for plans failed: %s", e.getMessage());
            }
            if (approvals.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                approvals.drainPermits();
            }
        }
    }

    private void execute(PlanId plan) {
        spawn("plan-" + plan, () -> new PlanRun(progress, scheduler, ids, this::rest, self).run(plan));
    }

    private void rest(int failures) throws InterruptedException {
        long millis = Math.min(BACKOFF_MILLIS_MAX, poll.toMillis() << Math.min(failures, 10));
        Thread.sleep(Duration.ofMillis(millis));
    }

    private void spawn(String name, Work work) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                LOG.debugf("%s: stopped", name);
            } catch (RuntimeException e) {
                // The claim runs out and the plan is taken up again.
                LOG.errorf(e, "%s ended", name);
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }
}
