package org.xenopolis.scheduler.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.HostId;

class LeaseTableTest {
    private static final Duration LIFE = Duration.ofSeconds(15);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final HostId host = new HostId(new UUID(1, 2));
    // Any start: System.nanoTime() may be negative and may overflow.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
    private final LeaseTable leases = new LeaseTable(() -> now, LIFE, MARGIN);

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void aHostNeverHeardOfWasGrantedItsLeaseAtTheStart() {
        pass(15);
        assertThat(leases.lapsed(host)).isFalse();
        pass(1);
        assertThat(leases.lapsed(host)).isTrue();
        assertThat(leases.over(host)).isFalse();
        pass(5);
        assertThat(leases.over(host)).isTrue();
    }

    @Test
    void aRenewalByAnyReplicaCountsFromWhenItWasSeen() {
        leases.renewed(host, 1);
        pass(14);
        leases.renewed(host, 2);
        pass(14);
        assertThat(leases.lapsed(host)).isFalse();
        // The same count again is no renewal.
        leases.renewed(host, 2);
        pass(2);
        assertThat(leases.lapsed(host)).isTrue();
    }

    @Test
    void aLateViewOfAnOldRenewalMovesNothingBack() {
        leases.renewed(host, 7);
        pass(10);
        leases.renewed(host, 6);
        pass(6);
        assertThat(leases.lapsed(host)).isTrue();
    }
}
