package org.xenopolis.billing.invoices;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.LedgerEntry;
import org.xenopolis.billing.core.Money;
import org.xenopolis.billing.core.Statement;
import org.xenopolis.billing.facts.BillingFacts;
import org.xenopolis.billing.funds.Account;
import org.xenopolis.billing.funds.Accounts;
import org.xenopolis.billing.funds.Ledger;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.facts.InvoiceIssued;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.store.Transactions;

/** Issues invoices. While one is issued the tenant's account is locked, so no line can come in between. */
@ApplicationScoped
class InvoiceService {
    private final Transactions transactions;
    private final Accounts accounts;
    private final StatementTable statements;
    private final InvoiceTable invoices;
    private final BillingFacts facts;
    private final Clock clock;

    InvoiceService(
            Transactions transactions,
            Accounts accounts,
            StatementTable statements,
            InvoiceTable invoices,
            BillingFacts facts,
            Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.statements = statements;
        this.invoices = invoices;
        this.facts = facts;
        this.clock = clock;
    }

    /** What an invoice issued now would say; empty when there is nothing to say. */
    Optional<Statement> statement(TenantId tenant) {
        return transactions.call(
                session -> accounts.lock(session, List.of(tenant)).chain(() -> statements.open(session, tenant)));
    }

    /** Once per id: repeating it answers the invoice that was issued. */
    InvoiceRecord issue(TenantId tenant, UUID id) {
        return transactions.call(session -> accounts.lock(session, List.of(tenant))
                .chain(locked -> invoices.find(session, id)
                        .chain(found -> found.isPresent()
                                ? Uni.createFrom().item(own(found.get(), tenant))
                                : issue(session, account(locked, tenant), id))));
    }

    InvoiceRecord get(TenantId tenant, UUID id) {
        return transactions
                .call(session -> invoices.find(session, id))
                .filter(invoice -> invoice.tenant().equals(tenant))
                .orElseThrow(() -> Problem.of(ErrorKind.NOT_FOUND, "no-invoice", "There is no such invoice.")
                        .exception());
    }

    List<InvoiceRecord> list(TenantId tenant, UUID after, int limit) {
        return transactions.call(session -> invoices.page(session, tenant, after, limit));
    }

    private Uni<InvoiceRecord> issue(Mutiny.Session session, Account account, UUID id) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return statements
                .open(session, account.tenant())
                .map(open -> open.orElseThrow(InvoiceService::nothing))
                .chain(statement -> invoices.nextNumber(
                                session, now.atZone(ZoneOffset.UTC).getYear())
                        .map(number -> new InvoiceRecord(
                                id,
                                account.tenant(),
                                number,
                                account.currency(),
                                statement.totalMicros(),
                                now,
                                statement)))
                .call(invoice -> invoices.insert(session, invoice))
                .call(invoice -> close(session, invoice))
                .call(invoice -> accounts.change(session, Map.of(), List.of(), List.of(earned(invoice))))
                .call(invoice -> announce(session, invoice));
    }

    private Uni<Void> close(Mutiny.Session session, InvoiceRecord invoice) {
        return statements.close(session, invoice.tenant(), invoice.id()).map(closed -> {
            if (closed != invoice.statement().usageLines()) {
                throw new IllegalStateException("the lines changed while the account was locked: " + invoice.id());
            }
            return null;
        });
    }

    private static Ledger.Draft earned(InvoiceRecord invoice) {
        return new Ledger.Draft(
                IdSource.TIME_ORDERED.next(),
                invoice.tenant(),
                invoice.id().toString(),
                "invoice " + invoice.number(),
                LedgerEntry.invoice(new Money(invoice.totalMicros(), invoice.currency())));
    }

    private Uni<Void> announce(Mutiny.Session session, InvoiceRecord invoice) {
        String tenant = invoice.tenant().toString();
        return facts.append(
                session,
                tenant,
                tenant,
                1,
                invoice.issuedAt(),
                fact -> fact.setInvoiceIssued(InvoiceIssued.newBuilder()
                        .setInvoiceId(invoice.id().toString())
                        .setNumber(invoice.number())
                        .setTotalMicros(invoice.totalMicros())
                        .setCurrency(invoice.currency().getCurrencyCode())));
    }

    private static InvoiceRecord own(InvoiceRecord invoice, TenantId tenant) {
        if (!invoice.tenant().equals(tenant)) {
            throw Problem.of(ErrorKind.CONFLICT, "invoice-id", "The invoice id is in use.")
                    .exception();
        }
        return invoice;
    }

    private static Account account(Map<TenantId, Account> locked, TenantId tenant) {
        Account account = locked.get(tenant);
        if (account == null) {
            throw Problem.of(ErrorKind.NOT_FOUND, "no-account", "The tenant has no account.")
                    .exception();
        }
        return account;
    }

    private static ProblemException nothing() {
        return Problem.of(ErrorKind.CONFLICT, "nothing-to-invoice", "Nothing was used since the last invoice.")
                .exception();
    }
}
