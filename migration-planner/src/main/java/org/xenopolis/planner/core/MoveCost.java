package org.xenopolis.planner.core;

import java.time.Duration;

/**
 * What a move is expected to take.
 *
 * @param bytes sent in all rounds together
 * @param copy while the guest runs
 * @param pause while it does not
 */
public record MoveCost(long bytes, Duration copy, Duration pause) {
    public MoveCost plus(MoveCost other) {
        return new MoveCost(bytes + other.bytes, copy.plus(other.copy), pause.plus(other.pause));
    }
}
