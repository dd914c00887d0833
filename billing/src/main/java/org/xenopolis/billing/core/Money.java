package org.xenopolis.billing.core;

import java.util.Currency;

/** A whole number of micro-units of a currency (1 EUR = 1,000,000); may be negative. */
public record Money(long micros, Currency currency) {
    public static final long MICROS_PER_UNIT = 1_000_000;

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** Throws {@link ArithmeticException} rather than wrap around, and refuses another currency. */
    public Money plus(Money other) {
        return new Money(Math.addExact(micros, requireSame(other).micros), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(micros, requireSame(other).micros), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(micros), currency);
    }

    private Money requireSame(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " do not add up");
        }
        return other;
    }

    @Override
    public String toString() {
        return micros + " micro-" + currency;
    }
}
