package org.xenopolis.scheduler.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.kit.Loop;
import org.xenopolis.store.Transactions;

/** Counts, every now and then, what must be zero or small; pages are made of these numbers. */
@ApplicationScoped
class Detectors {
    static final Duration PERIOD = Duration.ofSeconds(15);
    private static final Logger LOG = Logger.getLogger(Detectors.class);

    private record Detector(String name, boolean mustBeZero, String sql) {}

    private static final List<Detector> ALL = List.of(
            new Detector("scheduler.operations.unfinished", false, "from operations where finished_at is null"),
            new Detector(
                    "scheduler.operations.overdue",
                    true,
                    "from operations where finished_at is null and created_at < now() - interval '40 minutes'"),
            new Detector(
                    "scheduler.operations.abandoned",
                    true,
                    "from operations where finished_at is null and claimed_until < now() - interval '1 minute'"),
            new Detector("scheduler.outbox.waiting", false, "from outbox"),
            new Detector("scheduler.hosts.suspect", false, "from hosts where state = 'SUSPECT'"),
            new Detector("scheduler.instances.error", false, "from instances where state = 'ERROR'"),
            new Detector("scheduler.ledger.differs", true, """
                    from hosts h left join (
                      select host_id, sum(vcpus) v, sum(memory_bytes) m, sum(disk_bytes) d from allocations group by 1) s
                    on s.host_id = h.id
                    where h.used_vcpus <> coalesce(s.v, 0) or h.used_memory_bytes <> coalesce(s.m, 0)
                      or h.used_disk_bytes <> coalesce(s.d, 0)"""),
            new Detector("scheduler.instances.placeless", true, """
                    from instances i where i.operation_id is null and i.state in ('RUNNING', 'PAUSED')
                      and not exists (select from allocations a
                        where a.instance_id = i.id and a.epoch = i.epoch and a.purpose = 'RUN' and a.host_id = i.host_id)"""));

    private final Transactions transactions;
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private @Nullable Loop loop;

    Detectors(Transactions transactions, MeterRegistry meters) {
        this.transactions = transactions;
        for (Detector detector : ALL) {
            AtomicLong count = new AtomicLong();
            counts.put(detector.name(), count);
            meters.gauge(detector.name(), count);
        }
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("detectors", PERIOD, this::look);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private void look() {
        for (Detector detector : ALL) {
            long count = transactions.read(
                    session -> session.createNativeQuery("select count(*) " + detector.sql(), Long.class)
                            .getSingleResult());
            AtomicLong last = counts.get(detector.name());
            if (last != null && last.getAndSet(count) == 0 && count > 0 && detector.mustBeZero()) {
                LOG.errorf("%s is %d and must be 0", detector.name(), count);
            }
        }
    }
}
