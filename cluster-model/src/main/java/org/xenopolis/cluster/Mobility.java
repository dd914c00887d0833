package org.xenopolis.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * What a tenant asks about live moves of an instance.
 *
 * @param isPinned it is not to be moved, unless an operator does so by force
 * @param pauseMax how long it may stand still in one move. Of one, not of a day: what breaks (a session, a heartbeat) does
 *     so at the longest pause, and no sum of short ones breaks it
 */
public record Mobility(boolean isPinned, Optional<Duration> pauseMax) {
    /** As the provider likes. */
    public static final Mobility FREE = new Mobility(false, Optional.empty());

    public static final Mobility PINNED = new Mobility(true, Optional.empty());

    public Mobility {
        if (pauseMax.isPresent() && !pauseMax.get().isPositive()) {
            throw new IllegalArgumentException("a pause is positive; an instance that bears none is pinned");
        }
    }

    public static Mobility pausing(Duration atMost) {
        return new Mobility(false, Optional.of(atMost));
    }
}
