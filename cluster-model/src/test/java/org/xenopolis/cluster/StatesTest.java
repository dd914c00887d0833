package org.xenopolis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatesTest {
    @Test
    void reachesEveryInstanceStateFromTheFirst() {
        Set<InstanceState> reached = EnumSet.of(InstanceState.PENDING);
        while (reached.addAll(
                reached.stream().flatMap(state -> state.next().stream()).toList())) {}

        assertThat(reached).containsExactlyInAnyOrder(InstanceState.values());
    }

    @Test
    void endsOnlyWithDeletion() {
        for (InstanceState state : InstanceState.values()) {
            assertThat(state.next().isEmpty()).as(state.name()).isEqualTo(state.isFinal());
            assertThat(state.mayBecome(state)).as("%s after itself", state).isFalse();
            if (!state.isFinal() && state != InstanceState.MIGRATING) {
                assertThat(state.mayBecome(InstanceState.DELETED))
                        .as(state.name())
                        .isTrue();
            }
        }
    }

    @Test
    void letsEverythingPassingFail() {
        for (InstanceState state : InstanceState.values()) {
            if (state.isPassing()) {
                assertThat(state.mayBecome(InstanceState.ERROR))
                        .as(state.name())
                        .isTrue();
            }
        }
    }

    @Test
    void movesOnlyWhatRuns() {
        for (InstanceState state : InstanceState.values()) {
            assertThat(state.mayBecome(InstanceState.MIGRATING))
                    .as(state.name())
                    .isEqualTo(state == InstanceState.RUNNING);
        }
    }

    @Test
    void takesNoHostForDeadOnSilenceAlone() {
        for (HostState state : HostState.values()) {
            if (state.answers()) {
                assertThat(state.mayBecome(HostState.FENCED)).as(state.name()).isFalse();
            }
            assertThat(state.answers() && state.provesStopped()).isFalse();
        }
        assertThat(HostState.SUSPECT.provesStopped()).isFalse();
        assertThat(HostState.SUSPECT.mayBecome(HostState.DOWN)).isFalse();
    }

    @Test
    void countsAnIdleDomainAsUnpausedAndAZombieAsThere() {
        assertThat(DomainState.BLOCKED.isUnpaused()).isTrue();
        assertThat(EnumSet.allOf(DomainState.class).stream().filter(DomainState::isUnpaused))
                .containsExactly(DomainState.RUNNING, DomainState.BLOCKED);
        assertThat(EnumSet.allOf(DomainState.class).stream().filter(state -> !state.exists()))
                .containsExactly(DomainState.GONE);
    }
}
