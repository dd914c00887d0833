package org.xenopolis.host.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Epoch;

class LeaseTest {
    private final Lease lease = new Lease(Epoch.FIRST, 1_000, 300);

    @Test
    void countsFromTheMomentOfAsking() {
        assertThat(lease.isValidAt(1_299)).isTrue();
        assertThat(lease.isValidAt(1_300)).isFalse();
        assertThat(lease.renewAtNanos()).isEqualTo(1_100);
    }

    @Test
    void survivesAClockThatWrapsAround() {
        Lease late = new Lease(Epoch.FIRST, Long.MAX_VALUE - 10, 100);
        assertThat(late.isValidAt(Long.MAX_VALUE)).isTrue();
        assertThat(late.isValidAt(Long.MIN_VALUE + 50)).isTrue();
        assertThat(late.isValidAt(Long.MIN_VALUE + 200)).isFalse();
    }
}
