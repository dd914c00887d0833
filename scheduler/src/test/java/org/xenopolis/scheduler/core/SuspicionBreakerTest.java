package org.xenopolis.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class SuspicionBreakerTest {
    private static final long NOW = Duration.ofHours(1).toNanos();

    private static boolean open(int suspects, int hosts, Duration ago) {
        return new SuspicionBreaker().isOpen(Collections.nCopies(suspects, NOW - ago.toNanos()), hosts, NOW);
    }

    @Test
    void aFewHostsMayFailAlsoWhenThereAreFew() {
        assertThat(open(2, 3, Duration.ZERO)).isFalse();
        assertThat(open(3, 30, Duration.ZERO)).isFalse();
    }

    @Test
    void manyAtOnceStopTheHealing() {
        assertThat(open(4, 30, Duration.ZERO)).isTrue();
        assertThat(open(3, 8, Duration.ZERO)).isTrue();
    }

    @Test
    void whatFellLongAgoDoesNotCount() {
        assertThat(open(100, 100, Duration.ofMinutes(6))).isFalse();
    }
}
