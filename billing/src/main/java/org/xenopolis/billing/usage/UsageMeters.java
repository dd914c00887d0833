package org.xenopolis.billing.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.xenopolis.billing.core.Intake;

/** Counts lines. A transaction that is tried again counts again: these are for rates, the tables are for truth. */
@ApplicationScoped
class UsageMeters {
    private final Counter rated;
    private final MeterRegistry registry;

    UsageMeters(MeterRegistry registry) {
        this.registry = registry;
        this.rated = registry.counter("xeno.billing.lines.rated");
    }

    void count(Intake.Outcome outcome) {
        rated.increment(outcome.rated().size());
        outcome.held()
                .forEach(held -> registry.counter(
                                "xeno.billing.lines.held",
                                "reason",
                                held.obstacle().name())
                        .increment());
    }
}
