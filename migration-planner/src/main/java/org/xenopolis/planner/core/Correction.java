package org.xenopolis.planner.core;

import java.time.Duration;

/** What moves took, over what was predicted: learnt from those that ended. */
public record Correction(double copy, double pause) {
    public static final Correction NONE = new Correction(1, 1);

    public Correction {
        if (!(copy > 0) || !(pause > 0)) {
            throw new IllegalArgumentException("a factor is not positive: " + copy + ", " + pause);
        }
    }

    public MoveCost of(MoveCost predicted) {
        return new MoveCost(predicted.bytes(), times(predicted.copy(), copy), times(predicted.pause(), pause));
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }
}
