package org.xenopolis.billing.funds;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.billing.core.PriceBook;
import org.xenopolis.billing.core.Quote;
import org.xenopolis.billing.pricing.PriceBookTable;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.store.Transactions;

/** Lets an instance start when its first hour can be paid, and holds that money for it. */
@ApplicationScoped
public class Authorisations {
    /** How much of an instance's future is paid for before it starts, at full CPU use. */
    static final Duration HELD_TIME = Duration.ofHours(1);

    /** A hold without an accepted instance is given back after that. */
    static final Duration UNACCEPTED_LIFE = Duration.ofMinutes(10);

    private static final int EXPIRED_MAX = 500;

    /** An account keeps its currency for ever. */
    private final Cache<TenantId, Currency> currencies =
            Caffeine.newBuilder().maximumSize(10_000).build();

    private final Transactions transactions;
    private final AccountTable table;
    private final Accounts accounts;
    private final Holds holds;
    private final Instances instances;
    private final PriceBookTable books;
    private final Clock clock;

    Authorisations(
            Transactions transactions,
            AccountTable table,
            Accounts accounts,
            Holds holds,
            Instances instances,
            PriceBookTable books,
            Clock clock) {
        this.transactions = transactions;
        this.table = table;
        this.accounts = accounts;
        this.holds = holds;
        this.instances = instances;
        this.books = books;
        this.clock = clock;
    }

    /** Once per instance: repeating it answers what became of the first. */
    Holds.Hold authorise(Instances.Claim claim, Resources resources) {
        return transactions.call(session -> instances
                .claim(session, claim)
                .invoke(claimed -> requireOwner(claim.tenant(), claimed.owner()))
                .chain(claimed -> claimed.fresh()
                        ? Uni.createFrom().item(Optional.<Holds.Hold>empty())
                        : holds.find(session, claim.instance()))
                .chain(found ->
                        found.isPresent() ? Uni.createFrom().item(found.get()) : hold(session, claim, resources)));
    }

    /** Gives back what is still held; does nothing the second time. */
    Holds.Hold release(TenantId tenant, InstanceId instance) {
        return transactions.call(session -> holds.find(session, instance)
                .map(found ->
                        found.filter(hold -> hold.tenant().equals(tenant)).orElseThrow(Authorisations::notAuthorised))
                .chain(hold -> release(session, List.of(instance))
                        .replaceWith(new Holds.Hold(instance, hold.tenant(), 0, false))));
    }

    /** Gives back what is still held for these instances, some of which may never have been authorised. */
    Uni<Void> release(Mutiny.Session session, Collection<InstanceId> instances) {
        return holds.holders(session, instances)
                .chain(tenants -> tenants.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : accounts.lock(session, tenants).chain(locked -> free(session, locked, instances)));
    }

    private Uni<Void> free(Mutiny.Session session, Map<TenantId, Account> locked, Collection<InstanceId> instances) {
        return holds.end(session, instances)
                .chain(held -> accounts.change(
                        session,
                        locked,
                        held.entrySet().stream()
                                .map(one -> new Accounts.Change(one.getKey(), 0, -one.getValue()))
                                .toList(),
                        List.of()))
                .replaceWithVoid();
    }

    /** Gives back what is held for instances that nobody accepted; says for how many. */
    public int expire() {
        var before = clock.instant().minus(UNACCEPTED_LIFE);
        List<Holds.Hold> forgotten = transactions.call(session -> holds.forgotten(session, before, EXPIRED_MAX));
        if (!forgotten.isEmpty()) {
            transactions.call(session -> release(
                    session, forgotten.stream().map(Holds.Hold::instance).toList()));
        }
        return forgotten.size();
    }

    private Uni<Holds.Hold> hold(Mutiny.Session session, Instances.Claim claim, Resources resources) {
        return currency(session, claim.tenant())
                .chain(currency -> books.estimate(session, currency, clock.instant()))
                .map(book -> book.orElseThrow(Authorisations::noPriceBook))
                .chain(book -> hold(session, claim, firstHour(book, resources)));
    }

    private Uni<Currency> currency(Mutiny.Session session, TenantId tenant) {
        @Nullable Currency known = currencies.getIfPresent(tenant);
        return known != null
                ? Uni.createFrom().item(known)
                : table.find(session, tenant)
                        .map(found -> account(found).currency())
                        .invoke(currency -> currencies.put(tenant, currency));
    }

    private Uni<Holds.Hold> hold(Mutiny.Session session, Instances.Claim claim, long micros) {
        Holds.Hold hold = new Holds.Hold(claim.instance(), claim.tenant(), micros, true);
        return holds.reserve(session, hold, clock.instant())
                .invoke(reserved -> {
                    if (!reserved) {
                        throw insufficient(micros);
                    }
                })
                .replaceWith(hold);
    }

    private static long firstHour(PriceBook book, Resources resources) {
        return Quote.of(book, resources, HELD_TIME, Quote.CPU_PERCENT_MAX)
                .total()
                .micros();
    }

    private static void requireOwner(TenantId claimed, TenantId owner) {
        if (!owner.equals(claimed)) {
            throw Problem.of(ErrorKind.CONFLICT, "instance-taken", "The instance id is in use.")
                    .exception();
        }
    }

    private static Account account(List<Account> found) {
        if (found.isEmpty()) {
            throw Problem.of(ErrorKind.FUNDS, "no-account", "The tenant has no account; top it up first.")
                    .exception();
        }
        return found.getFirst();
    }

    private static ProblemException insufficient(long micros) {
        return new Problem(
                        ErrorKind.FUNDS,
                        "insufficient-funds",
                        "The balance does not cover the first hour; top up the account.",
                        Map.of("needed_micros", Long.toString(micros)))
                .exception();
    }

    private static ProblemException noPriceBook() {
        return Problem.of(ErrorKind.UNAVAILABLE, "no-price-book", "There are no prices yet.")
                .exception();
    }

    private static ProblemException notAuthorised() {
        return Problem.of(ErrorKind.NOT_FOUND, "not-authorised", "The instance was never authorised.")
                .exception();
    }
}
