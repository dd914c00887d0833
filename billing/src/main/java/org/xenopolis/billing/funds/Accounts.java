package org.xenopolis.billing.funds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.facts.BillingFacts;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.facts.FundsLevelChanged;

/** Changes balances, together with the ledger entries that say why and the facts that say what follows. */
@ApplicationScoped
public class Accounts {
    /** @param heldMicros how the hold changes; usually it shrinks */
    public record Change(TenantId tenant, long balanceMicros, long heldMicros) {}

    private final AccountTable table;
    private final Ledger ledger;
    private final BillingFacts facts;
    private final Clock clock;

    Accounts(AccountTable table, Ledger ledger, BillingFacts facts, Clock clock) {
        this.table = table;
        this.ledger = ledger;
        this.facts = facts;
        this.clock = clock;
    }

    public Uni<Map<TenantId, Account>> lock(Mutiny.Session session, Collection<TenantId> tenants) {
        return table.lock(session, tenants);
    }

    /**
     * Writes the changed accounts and the entries behind them.
     *
     * @param locked by {@link #lock} in this transaction
     */
    public Uni<List<Account>> change(
            Mutiny.Session session, Map<TenantId, Account> locked, List<Change> changes, List<Ledger.Draft> drafts) {
        List<Account> after = new ArrayList<>();
        for (Change change : changes) {
            after.add(account(locked, change.tenant()).changed(change.balanceMicros(), change.heldMicros()));
        }
        return ledger.write(session, drafts, clock.instant())
                .chain(() -> write(session, locked, after))
                .replaceWith(after);
    }

    /** Notes how fast the tenants spend now. */
    Uni<Void> burn(Mutiny.Session session, Map<TenantId, Account> locked, Map<TenantId, Long> microsPerHour) {
        List<Account> after = new ArrayList<>();
        microsPerHour.forEach(
                (tenant, micros) -> after.add(account(locked, tenant).burning(micros)));
        return write(session, locked, after);
    }

    private Uni<Void> write(Mutiny.Session session, Map<TenantId, Account> before, List<Account> after) {
        if (after.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> chain = table.update(session, after);
        for (Account account : after) {
            Account old = account(before, account.tenant());
            if (old.level() != account.level()) {
                chain = chain.chain(() -> announce(session, old, account));
            }
        }
        return chain;
    }

    private Uni<Void> announce(Mutiny.Session session, Account before, Account after) {
        Instant now = clock.instant();
        return facts.append(
                session,
                after.tenant().toString(),
                after.tenant().toString(),
                after.generation(),
                now,
                fact -> fact.setFundsLevelChanged(FundsLevelChanged.newBuilder()
                        .setFrom(before.level().name())
                        .setTo(after.level().name())
                        .setBalanceMicros(after.funds().balanceMicros())));
    }

    private static Account account(Map<TenantId, Account> accounts, TenantId tenant) {
        Account account = accounts.get(tenant);
        if (account == null) {
            throw new IllegalStateException("not locked: " + tenant);
        }
        return account;
    }
}
