package org.xenopolis.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How an instance is to be moved.
 *
 * @param along members of its affinity group that go to the same host with it; without naming them no group of two could
 *     ever leave a host
 * @param pause for which it is expected to stand still, where that was predicted
 * @param isForced whatever its tenant asked about moves: an operator says that its host has to be empty
 */
public record LiveMove(Set<InstanceId> along, Optional<Duration> pause, boolean isForced) {
    public static final LiveMove ALONE = new LiveMove(Set.of(), Optional.empty(), false);

    public LiveMove {
        along = Set.copyOf(along);
    }

    public LiveMove along(Set<InstanceId> others) {
        return new LiveMove(others, pause, isForced);
    }

    public LiveMove pausing(Duration expected) {
        return new LiveMove(along, Optional.of(expected), isForced);
    }

    public LiveMove forced(boolean force) {
        return new LiveMove(along, pause, force);
    }
}
