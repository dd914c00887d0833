package org.xenopolis.billing.audit;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import org.xenopolis.store.Transactions;

/** Measures what is missing or waits: gaps in the hosts' chains, batches without a key, lines in quarantine. */
@ApplicationScoped
public class BacklogGauges {
    private final Transactions transactions;
    private final AtomicLong missing;
    private final AtomicLong parked;
    private final AtomicLong quarantined;

    BacklogGauges(Transactions transactions, MeterRegistry registry) {
        this.transactions = transactions;
        this.missing = registry.gauge("xeno.billing.lines.missing", new AtomicLong());
        this.parked = registry.gauge("xeno.billing.batches.parked", new AtomicLong());
        this.quarantined = registry.gauge("xeno.billing.lines.quarantined", new AtomicLong());
    }

    public void measure() {
        Object[] counts = transactions.read(
                session -> session.createNativeQuery("""
                        select (select cast(coalesce(sum(last_sequence - lines), 0) as bigint) from host_chains),
                            (select count(*) from parked_batches),
                            (select count(*) from quarantined_lines where outcome is null)
                        """, Object[].class).getSingleResult());
        missing.set((Long) counts[0]);
        parked.set((Long) counts[1]);
        quarantined.set((Long) counts[2]);
    }

    /** Lines that hosts have sent after and that have not come. */
    public long missingLines() {
        return missing.get();
    }
}
