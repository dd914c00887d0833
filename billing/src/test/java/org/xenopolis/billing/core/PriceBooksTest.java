package org.xenopolis.billing.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PriceBooksTest {
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Currency USD = Currency.getInstance("USD");

    private final PriceBooks books =
            PriceBooks.of(List.of(book(3, USD, MARCH), book(2, Lines.EUR, APRIL), book(1, Lines.EUR, MARCH)));

    @Test
    void isValidFromItsMomentUntilTheNext() {
        assertThat(version(MARCH)).isEqualTo(1);
        assertThat(version(APRIL.minusNanos(1))).isEqualTo(1);
        assertThat(version(APRIL)).isEqualTo(2);
        assertThat(version(Instant.parse("2028-02-29T00:00:00Z"))).isEqualTo(2);
    }

    @Test
    void pricesByTheFirstWhatBeganBeforeIt() {
        assertThat(version(MARCH.minusSeconds(1))).isEqualTo(1);
    }

    @Test
    void keepsCurrenciesApart() {
        assertThat(books.at(USD, APRIL).orElseThrow().version()).isEqualTo(3);
        assertThat(books.at(Currency.getInstance("CHF"), APRIL)).isEmpty();
        assertThat(books.nextAfter(Lines.EUR, MARCH)).contains(APRIL);
        assertThat(books.nextAfter(USD, MARCH)).isEmpty();
    }

    @Test
    void refusesTwoPricesOfADimension() {
        Price price = new Price(Dimension.CPU_USED, 1, BigInteger.ONE, "CPU ns");
        assertThatThrownBy(() -> PriceBook.of(1, new UUID(0, 0), USD, MARCH, List.of(price, price)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private int version(Instant moment) {
        return books.at(Lines.EUR, moment).orElseThrow().version();
    }

    private static PriceBook book(int version, Currency currency, Instant validFrom) {
        return PriceBook.of(version, new UUID(1, version), currency, validFrom, List.of());
    }
}
