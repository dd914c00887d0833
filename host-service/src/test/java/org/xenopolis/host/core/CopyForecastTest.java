package org.xenopolis.host.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CopyForecastTest {
    private static final long LINK = 1_250_000_000L;
    private static final MigrationLine LINE = MigrationLine.learned(LINK, List.of());
    private static final long MEMORY = 512L << 20;

    @Test
    void anIdleGuestIsCopiedOnce() {
        CopyForecast idle = CopyForecast.of(0, MEMORY, 0, LINE);
        assertThat(idle.copyNanos()).isEqualTo(CopyForecast.nanosFor(MEMORY, LINK));
        assertThat(idle.pauseNanos()).isEqualTo(LINE.handOverNanos());
        assertThat(idle.totalBytes()).isEqualTo(MEMORY);
    }

    @Test
    void aGuestThatWritesFasterThanTheLinkIsPausedForItsWholeMemory() {
        CopyForecast wild = CopyForecast.of(0, MEMORY, LINK * 2, LINE);
        assertThat(wild.pauseNanos()).isEqualTo(CopyForecast.nanosFor(MEMORY, LINK) + LINE.handOverNanos());
        assertThat(wild.rounds()).isEqualTo(2);
    }

    @Test
    void moreWritingNeverMakesItFaster() {
        long before = 0;
        for (long dirty = 0; dirty < LINK; dirty += LINK / 20) {
            CopyForecast forecast = CopyForecast.of(0, MEMORY, dirty, LINE);
            assertThat(forecast.totalBytes()).isGreaterThanOrEqualTo(before);
            assertThat(forecast.rounds()).isLessThanOrEqualTo(CopyForecast.ROUNDS_MAX + 1);
            before = forecast.totalBytes();
        }
    }

    @Test
    void whatTheDisksHoldIsCopiedFirst() {
        CopyForecast with = CopyForecast.of(3 * LINK, LINK, 0, LINE);
        assertThat(with.copyNanos()).isEqualTo(4_000_000_000L);
        assertThat(with.totalBytes()).isEqualTo(4 * LINK);
        assertThat(with.pauseNanos()).isEqualTo(LINE.handOverNanos());
    }

    @Test
    void theLineIsWhatMigrationsGotOfItInTheMedian() {
        MigrationLine learned = MigrationLine.learned(
                LINK,
                List.of(
                        sent(50_000_000, 3_500_000_000L),
                        sent(60_000_000, 4_000_000_000L),
                        sent(900_000_000, 90_000_000_000L)));
        assertThat(learned).isEqualTo(new MigrationLine(6_000_000, 3_500_000_000L, 0.5));
    }

    /** In ten seconds, of a guest of 40 MB that was said to write 4 MB/s. */
    private static MigrationLine.Sent sent(long copiedBytes, long pauseNanos) {
        return new MigrationLine.Sent(copiedBytes, 40_000_000, 10_000_000_000L, 4_000_000, pauseNanos, 500_000_000);
    }

    /** Memory that holds nothing is counted as copied, and takes no time. */
    @Test
    void noLineIsFasterThanItsLink() {
        MigrationLine learned =
                MigrationLine.learned(LINK, List.of(new MigrationLine.Sent(LINK * 9, LINK, 1_000_000_000, 0, 0, 0)));
        assertThat(learned).isEqualTo(new MigrationLine(LINK, 0, 1));
    }

    /** What was foretold by the link alone was 30 times too fast for an emulated host. */
    @Test
    void theNextMigrationIsForetoldByTheLastOne() {
        MigrationLine.Sent last =
                new MigrationLine.Sent(150 << 20, 140 << 20, 30_000_000_000L, 4 << 20, 4_000_000_000L, 0);
        CopyForecast next = CopyForecast.of(12 << 20, 128 << 20, 4 << 20, MigrationLine.learned(LINK, List.of(last)));
        assertThat(next.copyNanos()).isBetween(28_000_000_000L, 31_000_000_000L);
        assertThat(next.pauseNanos()).isBetween(4_000_000_000L, 4_400_000_000L);
    }
}
