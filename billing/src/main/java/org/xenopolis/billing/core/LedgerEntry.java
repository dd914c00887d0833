package org.xenopolis.billing.core;

import java.util.Currency;
import java.util.List;
import org.xenopolis.cluster.TenantId;

/**
 * One balanced change of the books: its postings sum to zero. A positive posting is a credit: it raises what we owe
 * (a tenant's balance) or earned (revenue), and lowers what we have (cash).
 */
public record LedgerEntry(Kind kind, List<Posting> postings) {
    public enum Kind {
        TOP_UP,
        USAGE,
        INVOICE
    }

    /** @param account {@code tenant:<id>}, or {@code cash}, {@code unbilled}, {@code revenue} with the currency */
    public record Posting(String account, long micros) {}

    public LedgerEntry {
        postings = List.copyOf(postings);
        if (postings.stream().mapToLong(Posting::micros).reduce(0, Math::addExact) != 0) {
            throw new IllegalArgumentException("not balanced: " + postings);
        }
    }

    /** Money comes in. */
    public static LedgerEntry topUp(TenantId tenant, Money amount) {
        return transfer(Kind.TOP_UP, cash(amount.currency()), tenant(tenant), amount.micros());
    }

    /** Usage is paid from the balance; it stays unbilled until an invoice names it. */
    public static LedgerEntry usage(TenantId tenant, Money amount) {
        return transfer(Kind.USAGE, tenant(tenant), unbilled(amount.currency()), amount.micros());
    }

    /** What an invoice names is earned. The account between is zero when every line is on an invoice. */
    public static LedgerEntry invoice(Money amount) {
        return transfer(Kind.INVOICE, unbilled(amount.currency()), revenue(amount.currency()), amount.micros());
    }

    public static String tenant(TenantId tenant) {
        return "tenant:" + tenant;
    }

    public static String cash(Currency currency) {
        return "cash:" + currency;
    }

    public static String unbilled(Currency currency) {
        return "unbilled:" + currency;
    }

    public static String revenue(Currency currency) {
        return "revenue:" + currency;
    }

    private static LedgerEntry transfer(Kind kind, String from, String to, long micros) {
        return new LedgerEntry(kind, List.of(new Posting(from, Math.negateExact(micros)), new Posting(to, micros)));
    }
}
