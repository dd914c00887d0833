package org.xenopolis.planner.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.LiveMove;

/**
 * One move.
 *
 * @param number from 1; a step waits only for steps of lower numbers
 * @param epoch of the instance when the plan was made: under another one it is not the guest that was looked at; 0 where
 *     an earlier step of the plan changes it
 * @param after the steps that make its place free, or bring its guest here: it begins when all have moved, and is skipped
 *     when one does not
 * @param phase from 1; steps of a later phase begin when an operator says so
 * @param start when it is expected to begin, from the start of its phase
 * @param reason why this guest, and why there
 * @param along members of its affinity group that go with it: their steps begin with this one and are skipped with it
 * @param isForced its tenant asked that it not be moved, or not for so long, and an operator says that its host has to be
 *     empty
 * @param ifSkipped what stays as it is without this step
 */
public record Step(
        int number,
        InstanceId instance,
        HostId from,
        HostId to,
        Epoch epoch,
        List<Integer> after,
        int phase,
        Duration start,
        String reason,
        String ifSkipped,
        MoveCost cost,
        Set<InstanceId> along,
        boolean isForced) {
    /** Stands for whichever epoch an earlier step leaves behind. */
    public static final Epoch ANY_EPOCH = new Epoch(0);

    public Step {
        after = List.copyOf(after);
        along = Set.copyOf(along);
    }

    /** How the hard rules look at it. */
    public LiveMove move() {
        return new LiveMove(along, Optional.of(cost.pause()), isForced);
    }
}
