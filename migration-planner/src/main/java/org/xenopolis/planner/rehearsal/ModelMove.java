package org.xenopolis.planner.rehearsal;

import org.xenopolis.planner.core.Step;

/** A migration under way in the model. */
final class ModelMove {
    /** The real saga's steps, as far as they differ in what is true at the hosts. */
    enum Phase {
        /** The target's room is kept. */
        RESERVED,
        /** The target has a domain, paused, that is being filled. */
        COPYING,
        /** The source is paused too. */
        SWITCHING,
        /** The target runs: from here on it only goes forward. */
        DECIDED,
        /** The source's domain is gone. */
        CLEARED,
        /** Given up: the target's domain is to go, then the source runs on. */
        ABORTING,
        SUCCEEDED,
        FAILED
    }

    final Step step;
    Phase phase = Phase.RESERVED;
    /** How often it looked whether all that move with it have their places. */
    int waited;

    ModelMove(Step step) {
        this.step = step;
    }

    boolean isOver() {
        return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
    }
}
