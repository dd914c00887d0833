package org.xenopolis.deploy.local.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration AT_ONCE = Duration.ofMillis(3);

    @Test
    void theDelayDoublesUpToItsLimit() {
        Backoff first = Backoff.NONE.afterFailure(AT_ONCE);
        Backoff second = first.afterFailure(AT_ONCE);
        Backoff late = second;
        for (int i = 0; i < 100; i++) {
            late = late.afterFailure(AT_ONCE);
        }

        assertThat(Backoff.NONE.delay()).isZero();
        assertThat(first.delay()).isEqualTo(Backoff.FIRST);
        assertThat(second.delay()).isEqualTo(Backoff.FIRST.multipliedBy(2));
        assertThat(late.delay()).isEqualTo(Backoff.MAX);
    }

    @Test
    void aLongLifeForgivesEarlierFailures() {
        Backoff tired = new Backoff(9);

        assertThat(tired.afterFailure(Backoff.STABLE).delay()).isEqualTo(Backoff.FIRST);
    }
}
