package org.xenopolis.scheduler.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.scheduler.core.Reconciliation.Recorded;
import org.xenopolis.scheduler.core.Reconciliation.Repair;
import org.xenopolis.scheduler.core.Reconciliation.Result;
import org.xenopolis.scheduler.core.Reconciliation.Seen;
import org.xenopolis.scheduler.core.Reconciliation.Why;

class ReconciliationTest {
    private static final HostId HERE = new HostId(new UUID(0, 1));
    private static final HostId ELSEWHERE = new HostId(new UUID(0, 2));
    private static final InstanceId GUEST = new InstanceId(new UUID(0, 3));

    private static Recorded record(InstanceState state, @Nullable HostId host, boolean sameLife, boolean busy) {
        return new Recorded(GUEST, state, InstanceState.RUNNING, host, host == null ? HERE : host, sameLife, busy);
    }

    private static Seen seen(DomainState state, boolean domain) {
        return new Seen(GUEST, state, 4, domain);
    }

    private static List<Repair> after(int inventories, List<Recorded> records, List<Seen> domains) {
        Result result = new Result(List.of(), Map.of());
        for (int i = 0; i < inventories; i++) {
            result = Reconciliation.compare(HERE, "boot", records, domains, result.suspicions());
        }
        return result.repairs();
    }

    @Test
    void whatAgreesIsLeftAlone() {
        var running = List.of(record(InstanceState.RUNNING, HERE, true, false));
        assertThat(after(3, running, List.of(seen(DomainState.RUNNING, true)))).isEmpty();
        assertThat(after(3, running, List.of(seen(DomainState.BLOCKED, true)))).isEmpty();
    }

    @Test
    void aDomainThatSaysItEndedIsBelievedAtOnce() {
        var running = List.of(record(InstanceState.RUNNING, HERE, true, false));
        assertThat(after(1, running, List.of(seen(DomainState.SHUTDOWN, true))))
                .containsExactly(new Repair.Ended(GUEST, Why.SHUT_DOWN));
        assertThat(after(1, running, List.of(seen(DomainState.CRASHED, true))))
                .containsExactly(new Repair.Ended(GUEST, Why.CRASHED));
    }

    @Test
    void absenceIsBelievedTheSecondTime() {
        var running = List.of(record(InstanceState.RUNNING, HERE, false, false));
        assertThat(after(1, running, List.of())).isEmpty();
        assertThat(after(2, running, List.of())).containsExactly(new Repair.Ended(GUEST, Why.LOST));
        assertThat(after(2, running, List.of(seen(DomainState.SHUTDOWN, false))))
                .containsExactly(new Repair.Ended(GUEST, Why.LOST));
    }

    @Test
    void oneThatEndedInTheSameLifeOfItsHostEndedByItself() {
        var running = List.of(record(InstanceState.RUNNING, HERE, true, false));
        assertThat(after(2, running, List.of(seen(DomainState.SHUTDOWN, false))))
                .containsExactly(new Repair.Ended(GUEST, Why.ENDED));
    }

    /** An agent that was killed came back after its lease, and its guest was taken for one that had ended by itself. */
    @Test
    void oneThatItsHostEndedForTheLeaseComesBack() {
        var running = List.of(record(InstanceState.RUNNING, HERE, false, false));
        assertThat(after(1, running, List.of(seen(DomainState.SHUTDOWN, true)))).isEmpty();
        assertThat(after(2, running, List.of(seen(DomainState.SHUTDOWN, true))))
                .containsExactly(new Repair.Ended(GUEST, Why.LOST));
    }

    @Test
    void twoSightingsInTwoBootsAreOneInEach() {
        var running = List.of(record(InstanceState.RUNNING, HERE, false, false));
        Result first = Reconciliation.compare(HERE, "boot", running, List.of(), Map.of());
        Result second = Reconciliation.compare(HERE, "another", running, List.of(), first.suspicions());
        assertThat(second.repairs()).isEmpty();
    }

    @Test
    void whatAnOperationHoldsIsItsBusiness() {
        var busy = List.of(record(InstanceState.RUNNING, HERE, false, true));
        assertThat(after(5, busy, List.of())).isEmpty();
        var moving = List.of(record(InstanceState.MIGRATING, ELSEWHERE, true, true));
        assertThat(after(5, moving, List.of(seen(DomainState.INCOMING, true)))).isEmpty();
    }

    @Test
    void anOrphanIsDeletedTheSecondTime() {
        assertThat(after(1, List.of(), List.of(seen(DomainState.RUNNING, true))))
                .isEmpty();
        assertThat(after(2, List.of(), List.of(seen(DomainState.RUNNING, true))))
                .containsExactly(new Repair.DeleteOrphan(GUEST, 4));
        var elsewhere = List.of(record(InstanceState.RUNNING, ELSEWHERE, true, false));
        assertThat(after(2, elsewhere, List.of(seen(DomainState.PAUSED, true))))
                .containsExactly(new Repair.DeleteOrphan(GUEST, 4));
    }

    @Test
    void oneThatIsMeantToRunAndRestsIsStarted() {
        var resting = List.of(record(InstanceState.STOPPED, null, true, false));
        assertThat(after(1, resting, List.of(seen(DomainState.SHUTDOWN, false))))
                .containsExactly(new Repair.Start(GUEST));
    }

    @Test
    void aDiskIsNeverAnOrphanWhereItBelongs() {
        Recorded stopped = new Recorded(GUEST, InstanceState.STOPPED, InstanceState.STOPPED, null, HERE, true, false);
        assertThat(after(5, List.of(stopped), List.of(seen(DomainState.SHUTDOWN, false))))
                .isEmpty();
        assertThat(after(2, List.of(stopped), List.of(seen(DomainState.RUNNING, true))))
                .containsExactly(new Repair.StopStray(GUEST, 4));
    }
}
