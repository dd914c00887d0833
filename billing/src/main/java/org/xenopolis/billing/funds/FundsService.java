package org.xenopolis.billing.funds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Funds;
import org.xenopolis.billing.core.FundsLevel;
import org.xenopolis.billing.core.LedgerEntry;
import org.xenopolis.billing.core.Money;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.store.Transactions;

/** Accounts and the money that comes in. */
@ApplicationScoped
public class FundsService {
    /** What a top-up is known by. @param reference one per payment */
    public record Payment(TenantId tenant, long micros, String reference, String cause) {}

    private record Earlier(UUID id, long micros) {}

    private final Transactions transactions;
    private final AccountTable table;
    private final Accounts accounts;
    private final Clock clock;

    FundsService(Transactions transactions, AccountTable table, Accounts accounts, Clock clock) {
        this.transactions = transactions;
        this.table = table;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Opens it with nothing in it; does nothing when it is open already, and refuses another currency. */
    public Account open(TenantId tenant, Currency currency, String name) {
        return transactions.call(session -> open(session, tenant, currency, name)
                .chain(() -> required(session, tenant))
                .invoke(account -> {
                    if (!account.currency().equals(currency)) {
                        throw Problem.of(
                                        ErrorKind.CONFLICT,
                                        "account-currency",
                                        "The account is kept in " + account.currency() + ".")
                                .exception();
                    }
                }));
    }

    Uni<Boolean> open(Mutiny.Session session, TenantId tenant, Currency currency, String name) {
        Funds nothing = new Funds(0, 0, 0);
        FundsLevel level = nothing.levelAfter(FundsLevel.OK);
        return table.insert(session, new Account(tenant, currency, name, nothing, level, 1), clock.instant());
    }

    /** Adds the money once per reference, however often it is called. */
    public Account topUp(Payment payment) {
        return transactions.call(session -> accounts.lock(session, List.of(payment.tenant()))
                .chain(locked -> locked.isEmpty()
                        ? Uni.createFrom().failure(noAccount())
                        : earlier(session, payment)
                                .chain(earlier -> earlier.isEmpty()
                                        ? credit(session, locked, payment)
                                        : repeated(locked, payment, earlier.getFirst()))));
    }

    public Account balance(TenantId tenant) {
        return transactions.call(session -> required(session, tenant));
    }

    public List<Account> list(UUID after, int limit) {
        return transactions.call(session -> table.page(session, after, limit));
    }

    private Uni<Account> required(Mutiny.Session session, TenantId tenant) {
        return table.find(session, tenant).map(found -> {
            if (found.isEmpty()) {
                throw noAccount();
            }
            return found.getFirst();
        });
    }

    private Uni<Account> credit(Mutiny.Session session, Map<TenantId, Account> locked, Payment payment) {
        Account account = account(locked, payment);
        Ledger.Draft draft = new Ledger.Draft(
                IdSource.TIME_ORDERED.next(),
                payment.tenant(),
                payment.reference(),
                payment.cause(),
                LedgerEntry.topUp(payment.tenant(), new Money(payment.micros(), account.currency())));
        return accounts.change(
                        session,
                        locked,
                        List.of(new Accounts.Change(payment.tenant(), payment.micros(), 0)),
                        List.of(draft))
                .map(List::getFirst);
    }

    private static Uni<Account> repeated(Map<TenantId, Account> locked, Payment payment, Earlier earlier) {
        return earlier.micros() == payment.micros()
                ? Uni.createFrom().item(account(locked, payment))
                : Uni.createFrom()
                        .failure(Problem.of(
                                        ErrorKind.CONFLICT,
                                        "reference-used",
                                        "The reference was used for another amount.")
                                .exception());
    }

    private static Uni<List<Earlier>> earlier(Mutiny.Session session, Payment payment) {
        return session.createNativeQuery("""
                        select e.id, p.micros from ledger_entries e join postings p on p.entry_id = e.id
                        where e.tenant_id = :tenant and e.kind = 'TOP_UP' and e.reference = :reference
                          and p.account = :account
                        """, Object[].class)
                .setParameter("tenant", payment.tenant().value())
                .setParameter("reference", payment.reference())
                .setParameter("account", LedgerEntry.tenant(payment.tenant()))
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Earlier((UUID) row[0], (Long) row[1]))
                        .toList());
    }

    private static Account account(Map<TenantId, Account> locked, Payment payment) {
        Account account = locked.get(payment.tenant());
        if (account == null) {
            throw noAccount();
        }
        return account;
    }

    static ProblemException noAccount() {
        return Problem.of(ErrorKind.NOT_FOUND, "no-account", "The tenant has no account.")
                .exception();
    }
}
