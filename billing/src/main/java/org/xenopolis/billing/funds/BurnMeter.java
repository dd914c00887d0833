package org.xenopolis.billing.funds;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.xenopolis.billing.core.BurnRate;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.store.Transactions;

/** Looks again and again how fast tenants spend, because a level changes with the rate as well as with the balance. */
@ApplicationScoped
public class BurnMeter {
    private static final int TENANTS_MAX = 200;

    private final Transactions transactions;
    private final Accounts accounts;
    private final Spending spending;
    private final Clock clock;

    BurnMeter(Transactions transactions, Accounts accounts, Spending spending, Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.spending = spending;
        this.clock = clock;
    }

    public void measure() {
        Instant now = clock.instant();
        List<TenantId> spenders = transactions.call(session -> spending.spenders(session, now));
        for (int from = 0; from < spenders.size(); from += TENANTS_MAX) {
            measure(spenders.subList(from, Math.min(spenders.size(), from + TENANTS_MAX)), now);
        }
        transactions.call(session -> spending.forget(session, now.minus(BurnRate.WINDOW.multipliedBy(4))));
    }

    private void measure(List<TenantId> tenants, Instant now) {
        transactions.call(session -> accounts.lock(session, tenants)
                .chain(locked -> spending.burnRates(session, List.copyOf(locked.keySet()), now)
                        .chain(rates -> accounts.burn(session, locked, rates))));
    }
}
