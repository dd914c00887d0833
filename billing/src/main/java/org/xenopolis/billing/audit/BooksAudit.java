package org.xenopolis.billing.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.xenopolis.billing.invoices.InvoiceVerifier;
import org.xenopolis.store.Transactions;

/** Asks every {@link Check} and derives one random invoice again. Whatever is not zero is logged and measured. */
@ApplicationScoped
public class BooksAudit {
    static final String METRIC = "xeno.billing.audit.violations";
    private static final Logger LOG = Logger.getLogger(BooksAudit.class);

    private final Transactions transactions;
    private final InvoiceVerifier invoices;
    private final Map<Check, AtomicLong> violations = new EnumMap<>(Check.class);
    private final AtomicLong differences = new AtomicLong();

    BooksAudit(Transactions transactions, InvoiceVerifier invoices, MeterRegistry registry) {
        this.transactions = transactions;
        this.invoices = invoices;
        for (Check check : Check.values()) {
            AtomicLong count = new AtomicLong();
            violations.put(check, count);
            registry.gauge(METRIC, List.of(tag(check.name())), count);
        }
        registry.gauge(METRIC, List.of(tag("INVOICES")), differences);
    }

    /** How much breaks each rule; rules that hold are missing. */
    public Map<String, Long> run() {
        Map<String, Long> found = new TreeMap<>();
        violations.forEach((check, count) -> {
            count.set(transactions.call(session ->
                    session.createNativeQuery(check.sql(), Long.class).getSingleResult()));
            note(found, check.name(), count.get());
        });
        List<String> different = invoices.differencesOfAny(UUID.randomUUID());
        different.forEach(difference -> LOG.errorf("an invoice does not follow from its lines: %s", difference));
        differences.set(different.size());
        note(found, "INVOICES", different.size());
        return found;
    }

    private static void note(Map<String, Long> found, String check, long count) {
        if (count > 0) {
            LOG.errorf("the books are wrong: %s finds %d", check, count);
            found.put(check, count);
        }
    }

    private static Tag tag(String check) {
        return Tag.of("check", check);
    }
}
