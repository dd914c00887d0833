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
 * @param block with whom it moves as one
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
        Block block,
        boolean isForced) {
    /** Stands for whichever epoch an earlier step leaves behind. */
    public static final Epoch ANY_EPOCH = new Epoch(0);

    public Step {
        after = List.copyOf(after);
    }

    /**
     * Steps that begin together or not at all: those of an affinity group, whose places on the target are all taken before
     * the first member gets there.
     *
     * @param first the lowest number of them
     * @param others whom they move besides this step's guest
     */
    public record Block(int first, Set<InstanceId> others) {
        public Block {
            others = Set.copyOf(others);
        }

        public static Block of(int alone) {
            return new Block(alone, Set.of());
        }
    }

    /** How the hard rules look at it. */
    public LiveMove move() {
        return new LiveMove(block.others(), Optional.of(cost.pause()), isForced);
    }
}
