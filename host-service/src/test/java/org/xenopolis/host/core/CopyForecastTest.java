package org.xenopolis.host.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyForecastTest {
    private static final long LINK = 1_250_000_000L;
    private static final long MEMORY = 512L << 20;

    @Test
    void anIdleGuestIsCopiedOnce() {
        CopyForecast idle = CopyForecast.of(MEMORY, 0, LINK);
        assertThat(idle.copyNanos()).isEqualTo(CopyForecast.nanosFor(MEMORY, LINK));
        assertThat(idle.pauseNanos()).isEqualTo(CopyForecast.HAND_OVER_NANOS);
        assertThat(idle.totalBytes()).isEqualTo(MEMORY);
    }

    @Test
    void aGuestThatWritesFasterThanTheLinkIsPausedForItsWholeMemory() {
        CopyForecast wild = CopyForecast.of(MEMORY, LINK * 2, LINK);
        assertThat(wild.pauseNanos()).isEqualTo(CopyForecast.nanosFor(MEMORY, LINK) + CopyForecast.HAND_OVER_NANOS);
        assertThat(wild.rounds()).isEqualTo(2);
    }

    @Test
    void moreWritingNeverMakesItFaster() {
        long before = 0;
        for (long dirty = 0; dirty < LINK; dirty += LINK / 20) {
            CopyForecast forecast = CopyForecast.of(MEMORY, dirty, LINK);
            assertThat(forecast.totalBytes()).isGreaterThanOrEqualTo(before);
            assertThat(forecast.rounds()).isLessThanOrEqualTo(CopyForecast.ROUNDS_MAX + 1);
            before = forecast.totalBytes();
        }
    }
}
