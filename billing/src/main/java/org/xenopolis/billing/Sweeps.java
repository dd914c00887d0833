package org.xenopolis.billing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.xenopolis.billing.audit.BacklogGauges;
import org.xenopolis.billing.audit.BooksAudit;
import org.xenopolis.billing.funds.Authorisations;
import org.xenopolis.billing.funds.BurnMeter;
import org.xenopolis.billing.usage.UsageRetry;

/** What happens without being asked, again and again. Replicas may do it at once: each effect happens once. */
@ApplicationScoped
class Sweeps {
    private static final Logger LOG = Logger.getLogger(Sweeps.class);
    private static final Duration OFTEN = Duration.ofSeconds(1);
    private static final Duration SELDOM = Duration.ofSeconds(15);

    private record Sweep(String name, Duration pause, Runnable work) {}

    private final List<Sweep> sweeps;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    Sweeps(
            UsageRetry retry,
            Authorisations authorisations,
            BurnMeter burn,
            BacklogGauges backlog,
            BooksAudit audit,
            @ConfigProperty(name = "xeno.billing.audit.pause", defaultValue = "PT1H") Duration auditPause) {
        this.sweeps = List.of(
                new Sweep("usage-retry", OFTEN, retry::retry),
                new Sweep("expired-holds", SELDOM, authorisations::expire),
                new Sweep("burn-rates", SELDOM, burn::measure),
                new Sweep("backlog", SELDOM, backlog::measure),
                new Sweep("audit", auditPause, audit::run));
    }

    void start(@Observes @Priority(3_000) StartupEvent event) {
        sweeps.forEach(sweep ->
                threads.add(Thread.ofVirtual().name("sweep-" + sweep.name()).start(() -> repeat(sweep))));
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void repeat(Sweep sweep) {
        try {
            while (!stopping.await(sweep.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    sweep.work().run();
                } catch (RuntimeException e) {
                    LOG.warnf("%s: tries again later: %s", sweep.name(), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
