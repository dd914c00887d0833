package org.xenopolis.billing.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BurnRateTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void isZeroWhenNothingWasSpent() {
        assertThat(BurnRate.perHour(Map.of(), NOW)).isZero();
        assertThat(BurnRate.perHour(Map.of(NOW.minusSeconds(3_600), 1_000L), NOW))
                .isZero();
    }

    @Test
    void extendsASteadyRateToAnHour() {
        Map<Instant, Long> spent = new HashMap<>();
        for (int minute = 1; minute < 15; minute++) {
            spent.put(NOW.minusSeconds(60L * minute), 100L);
        }
        assertThat(BurnRate.perHour(spent, NOW)).isEqualTo(6_000);
    }

    @Test
    void countsOnlyTheTimeSinceSpendingBegan() {
        assertThat(BurnRate.perHour(Map.of(NOW.minusSeconds(120), 200L), NOW)).isEqualTo(6_000);
        assertThat(BurnRate.perHour(Map.of(NOW, 100L), NOW)).isEqualTo(6_000);
    }
}
