package org.xenopolis.billing.usage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Intake;
import org.xenopolis.billing.core.LedgerEntry;
import org.xenopolis.billing.core.Money;
import org.xenopolis.billing.core.ProvenLine;
import org.xenopolis.billing.core.RatedLine;
import org.xenopolis.billing.funds.Account;
import org.xenopolis.billing.funds.Accounts;
import org.xenopolis.billing.funds.Holds;
import org.xenopolis.billing.funds.Instances;
import org.xenopolis.billing.funds.Ledger;
import org.xenopolis.billing.funds.Spending;
import org.xenopolis.billing.pricing.PriceBookTable;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.kit.ids.IdSource;

/** Bills proven lines: rated lines, ledger entries, holds and balances change together or not at all. */
@ApplicationScoped
class UsageBilling {
    private final Accounts accounts;
    private final Holds holds;
    private final Instances instances;
    private final PriceBookTable books;
    private final LineStore lines;
    private final Spending spending;

    UsageBilling(
            Accounts accounts,
            Holds holds,
            Instances instances,
            PriceBookTable books,
            LineStore lines,
            Spending spending) {
        this.accounts = accounts;
        this.holds = holds;
        this.instances = instances;
        this.books = books;
        this.lines = lines;
        this.spending = spending;
    }

    /** What is billed, what is held and what was new of these lines; lines known before have no effect. */
    Uni<Intake.Outcome> bill(Mutiny.Session session, List<ProvenLine> proven) {
        var tenants =
                proven.stream().map(line -> line.usage().tenant()).distinct().toList();
        var owned =
                proven.stream().map(line -> line.usage().instance()).distinct().toList();
        return accounts.lock(session, tenants)
                .chain(locked -> books.books(session)
                        .chain(prices -> instances
                                .owners(session, owned)
                                .chain(owners -> lines.stored(session, proven)
                                        .map(stored -> Intake.decide(
                                                proven, new Intake.Known(owners, currencies(locked), prices, stored)))))
                        .call(outcome -> write(session, locked, outcome)));
    }

    private Uni<Void> write(Mutiny.Session session, Map<TenantId, Account> locked, Intake.Outcome outcome) {
        return lines.quarantine(session, outcome.held())
                .chain(() -> outcome.rated().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : charge(session, locked, outcome.rated()));
    }

    private Uni<Void> charge(Mutiny.Session session, Map<TenantId, Account> locked, List<RatedLine> rated) {
        Map<TenantId, Long> micros = new TreeMap<>();
        Map<TenantId, UUID> entries = new HashMap<>();
        for (RatedLine line : rated) {
            micros.merge(line.usage().tenant(), line.totalMicros(), Math::addExact);
            entries.computeIfAbsent(line.usage().tenant(), tenant -> IdSource.TIME_ORDERED.next());
        }
        return lines.insert(session, rated, entries)
                .chain(() -> holds.shrink(session, rated))
                .chain(released ->
                        accounts.change(session, locked, changes(micros, released), drafts(locked, micros, entries)))
                .chain(() -> spending.add(session, byMinute(rated)));
    }

    private static List<Accounts.Change> changes(Map<TenantId, Long> micros, Map<TenantId, Long> released) {
        List<Accounts.Change> changes = new ArrayList<>();
        micros.forEach((tenant, spent) ->
                changes.add(new Accounts.Change(tenant, -spent, -released.getOrDefault(tenant, 0L))));
        return changes;
    }

    private static List<Ledger.Draft> drafts(
            Map<TenantId, Account> locked, Map<TenantId, Long> micros, Map<TenantId, UUID> entries) {
        List<Ledger.Draft> drafts = new ArrayList<>();
        micros.forEach((tenant, spent) -> {
            UUID id = entries.get(tenant);
            Currency currency = currencies(locked).get(tenant);
            if (id == null || currency == null) {
                throw new IllegalStateException("charged without an account: " + tenant);
            }
            drafts.add(new Ledger.Draft(
                    id, tenant, id.toString(), "usage", LedgerEntry.usage(tenant, new Money(spent, currency))));
        });
        return drafts;
    }

    private static Map<TenantId, Currency> currencies(Map<TenantId, Account> accounts) {
        Map<TenantId, Currency> currencies = new HashMap<>();
        accounts.forEach((tenant, account) -> currencies.put(tenant, account.currency()));
        return currencies;
    }

    private static Map<Spending.Minute, Long> byMinute(List<RatedLine> rated) {
        Map<Spending.Minute, Long> minutes = new HashMap<>();
        for (RatedLine line : rated) {
            Instant minute = line.usage().endWall().truncatedTo(ChronoUnit.MINUTES);
            minutes.merge(new Spending.Minute(line.usage().tenant(), minute), line.totalMicros(), Math::addExact);
        }
        return minutes;
    }
}
