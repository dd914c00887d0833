package org.xenopolis.planner.core.roadef;

/** The text is not an instance or an assignment of the challenge; the message names the place. */
public final class RoadefException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RoadefException(String message) {
        super(message);
    }
}
