package org.xenopolis.billing.invoices;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.xenopolis.billing.core.InvoiceAudit;
import org.xenopolis.billing.core.PriceBooks;
import org.xenopolis.billing.core.Usage;
import org.xenopolis.billing.pricing.PriceBookTable;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.store.Transactions;

/** Derives an issued invoice again from the stored lines, page by page, and says where it differs. */
@ApplicationScoped
public class InvoiceVerifier {
    private static final int PAGE = 2_000;

    private final Transactions transactions;
    private final InvoiceService invoices;
    private final InvoiceTable table;
    private final StatementTable lines;
    private final PriceBookTable books;

    InvoiceVerifier(
            Transactions transactions,
            InvoiceService invoices,
            InvoiceTable table,
            StatementTable lines,
            PriceBookTable books) {
        this.transactions = transactions;
        this.invoices = invoices;
        this.table = table;
        this.lines = lines;
        this.books = books;
    }

    List<String> differences(TenantId tenant, UUID id) {
        InvoiceRecord invoice = invoices.get(tenant, id);
        PriceBooks prices = transactions.call(books::books);
        InvoiceAudit audit = new InvoiceAudit(tenant, prices);
        Optional<Usage.LineId> after = Optional.empty();
        List<StatementTable.Stored> page;
        do {
            Optional<Usage.LineId> from = after;
            page = transactions.call(session -> lines.page(session, tenant, id, from, PAGE));
            page.forEach(line -> audit.take(line.line(), line.priceBookVersion(), line.micros()));
            after = page.isEmpty() ? from : Optional.of(page.getLast().line().id());
        } while (page.size() == PAGE);
        return audit.differences(invoice.statement(), invoice.totalMicros());
    }

    /** Checks one invoice: the first at or after a (random) id. Says what differs. */
    public List<String> differencesOfAny(UUID from) {
        return transactions.call(session -> table.anyFrom(session, from)).stream()
                .flatMap(invoice -> differences(invoice.tenant(), invoice.id()).stream()
                        .map(difference -> "invoice " + invoice.number() + ": " + difference))
                .toList();
    }
}
