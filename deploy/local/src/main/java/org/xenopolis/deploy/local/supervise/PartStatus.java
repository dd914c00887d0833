package org.xenopolis.deploy.local.supervise;

/**
 * The supervisor's view of one part.
 *
 * @param failures how often it ended or could not be started since the supervisor started
 * @param message why it is not ready, in one line; empty when there is nothing to say
 * @param readyMillis how long its last start took; 0 before the first
 */
public record PartStatus(String name, State state, int failures, String message, long readyMillis) {
    /** Where a part is in its life. */
    public enum State {
        WAITING,
        PREPARING,
        STARTING,
        READY,
        BACKOFF,
        STOPPED
    }

    PartStatus with(State next) {
        return new PartStatus(name, next, failures, "", readyMillis);
    }

    PartStatus ready(long tookMillis) {
        return new PartStatus(name, State.READY, failures, "", tookMillis);
    }

    PartStatus failed(String why) {
        return new PartStatus(name, State.BACKOFF, failures + 1, why, readyMillis);
    }
}
