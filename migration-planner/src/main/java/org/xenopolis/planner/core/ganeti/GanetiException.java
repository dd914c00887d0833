package org.xenopolis.planner.core.ganeti;

/** The text is not a cluster, or one that cannot be planned for; the message names the place. */
public final class GanetiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GanetiException(String message) {
        super(message);
    }
}
