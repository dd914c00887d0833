package org.xenopolis.billing.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerEntryTest {
    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @Test
    void refusesAnEntryThatDoesNotBalance() {
        assertThatThrownBy(() -> new LedgerEntry(
                        LedgerEntry.Kind.TOP_UP,
                        List.of(new LedgerEntry.Posting("a", 1), new LedgerEntry.Posting("b", -2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sumsToZeroAndClearsWhatWasInvoiced(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LedgerEntry> entries = new ArrayList<>();
        long used = 0;
        for (int i = 0; i < 100; i++) {
            Money money = new Money(random.nextLong(1_000_000), Lines.EUR);
            entries.add(
                    random.nextBoolean()
                            ? LedgerEntry.topUp(Lines.TENANT, money)
                            : LedgerEntry.usage(Lines.TENANT, money));
            used += entries.getLast().kind() == LedgerEntry.Kind.USAGE ? money.micros() : 0;
        }
        entries.add(LedgerEntry.invoice(new Money(used, Lines.EUR)));

        assertThat(sum(entries, "")).isZero();
        assertThat(sum(entries, LedgerEntry.unbilled(Lines.EUR))).isZero();
        assertThat(sum(entries, LedgerEntry.revenue(Lines.EUR))).isEqualTo(used);
        assertThat(sum(entries, LedgerEntry.tenant(Lines.TENANT)))
                .isEqualTo(-sum(entries, LedgerEntry.cash(Lines.EUR)) - used);
    }

    private static long sum(List<LedgerEntry> entries, String account) {
        return entries.stream()
                .flatMap(entry -> entry.postings().stream())
                .filter(posting -> posting.account().startsWith(account))
                .mapToLong(LedgerEntry.Posting::micros)
                .sum();
    }
}
