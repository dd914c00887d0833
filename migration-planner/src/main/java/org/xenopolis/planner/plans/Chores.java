package org.xenopolis.planner.plans;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.xenopolis.planner.automation.Autopilot;
import org.xenopolis.planner.loads.LoadHistory;

/** What is done from time to time: looking back at plans, plans that nobody asked for, hours out of minutes. */
@ApplicationScoped
class Chores {
    private static final Logger LOG = Logger.getLogger(Chores.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int ROLL_UP_EVERY = 60;

    private final RegretWatch regrets;
    private final Autopilot autopilot;
    private final AutomatedPlans plans;
    private final LoadHistory history;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Chores(RegretWatch regrets, Autopilot autopilot, AutomatedPlans plans, LoadHistory history, InstantSource clock) {
        this.regrets = regrets;
        this.autopilot = autopilot;
        this.plans = plans;
        this.history = history;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(2_000) StartupEvent event,
            @ConfigProperty(name = "xeno.plans.execute", defaultValue = "true") boolean execute) {
        if (execute) {
            Thread.ofVirtual().name("plan-chores").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private void run() {
        try {
            for (int round = 1; !stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS); round++) {
                attempt("looking back", regrets::look);
                attempt("automation", () -> autopilot.look(plans));
                if (round % ROLL_UP_EVERY == 0) {
                    attempt("rolling up", () -> history.rollUp(clock.instant()));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    private static void attempt(String what, Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            LOG.warnf("%s failed: %s", what, e.getMessage());
        }
    }
}
