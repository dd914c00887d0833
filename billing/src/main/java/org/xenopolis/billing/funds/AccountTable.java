package org.xenopolis.billing.funds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Funds;
import org.xenopolis.billing.core.FundsLevel;
import org.xenopolis.cluster.TenantId;

/** The table of accounts. */
@ApplicationScoped
public class AccountTable {
    private static final String COLUMNS =
            "tenant_id, currency, name, balance_micros, held_micros, burn_micros_per_hour, level, generation";

    /**
     * Locks the accounts that exist, in the order of their ids, so that two transactions never wait for each other. Who
     * holds the lock is alone in changing the tenant's balance and lines.
     */
    public Uni<Map<TenantId, Account>> lock(Mutiny.Session session, Collection<TenantId> tenants) {
        return session.createNativeQuery(
                        "select " + COLUMNS + " from accounts where tenant_id = any(cast(:tenants as uuid[]))"
                                + " order by tenant_id for update",
                        Object[].class)
                .setParameter("tenants", tenants.stream().map(TenantId::value).toArray(UUID[]::new))
                .getResultList()
                .map(AccountTable::byTenant);
    }

    Uni<List<Account>> find(Mutiny.Session session, TenantId tenant) {
        return session.createNativeQuery(
                        "select " + COLUMNS + " from accounts where tenant_id = :tenant", Object[].class)
                .setParameter("tenant", tenant.value())
                .getResultList()
                .map(AccountTable::accounts);
    }

    Uni<List<Account>> page(Mutiny.Session session, UUID after, int limit) {
        return session.createNativeQuery(
                        "select " + COLUMNS + " from accounts where tenant_id > :after order by tenant_id limit :limit",
                        Object[].class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList()
                .map(AccountTable::accounts);
    }

    /** Whether there was none before. */
    Uni<Boolean> insert(Mutiny.Session session, Account account, Instant now) {
        return session.createNativeQuery("insert into accounts (tenant_id, currency, name, level, opened_at)"
                        + " values (:tenant, :currency, :name, :level, :now) on conflict (tenant_id) do nothing")
                .setParameter("tenant", account.tenant().value())
                .setParameter("currency", account.currency().getCurrencyCode())
                .setParameter("name", account.name())
                .setParameter("level", account.level().name())
                .setParameter("now", now)
                .executeUpdate()
                .map(inserted -> inserted == 1);
    }

    /** Writes what changes: the accounts must be locked. */
    Uni<Void> update(Mutiny.Session session, List<Account> accounts) {
        return session.createNativeQuery("""
                update accounts a
                set balance_micros = n.balance, held_micros = n.held, burn_micros_per_hour = n.burn, level = n.level,
                    generation = n.generation
                from unnest(cast(:tenants as uuid[]), cast(:balances as bigint[]), cast(:holds as bigint[]),
                            cast(:burns as bigint[]), cast(:levels as text[]), cast(:generations as bigint[]))
                     as n(tenant_id, balance, held, burn, level, generation)
                where a.tenant_id = n.tenant_id
                """)
                .setParameter("tenants", array(accounts, a -> a.tenant().value(), new UUID[0]))
                .setParameter("balances", array(accounts, a -> a.funds().balanceMicros(), new Long[0]))
                .setParameter("holds", array(accounts, a -> a.funds().heldMicros(), new Long[0]))
                .setParameter("burns", array(accounts, a -> a.funds().burnMicrosPerHour(), new Long[0]))
                .setParameter("levels", array(accounts, a -> a.level().name(), new String[0]))
                .setParameter("generations", array(accounts, Account::generation, new Long[0]))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static <T> T[] array(List<Account> accounts, Function<Account, T> column, T[] type) {
        return accounts.stream().map(column).toList().toArray(type);
    }

    private static Map<TenantId, Account> byTenant(List<Object[]> rows) {
        Map<TenantId, Account> accounts = new LinkedHashMap<>();
        accounts(rows).forEach(account -> accounts.put(account.tenant(), account));
        return accounts;
    }

    private static List<Account> accounts(List<Object[]> rows) {
        return rows.stream().map(AccountTable::account).toList();
    }

    private static Account account(Object[] row) {
        return new Account(
                new TenantId((UUID) row[0]),
                Currency.getInstance((String) row[1]),
                (String) row[2],
                new Funds((Long) row[3], (Long) row[4], (Long) row[5]),
                FundsLevel.valueOf((String) row[6]),
                (Long) row[7]);
    }
}
