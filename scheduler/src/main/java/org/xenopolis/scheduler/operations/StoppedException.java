package org.xenopolis.scheduler.operations;

/** This process ends; another one, or its next life, goes on with the operation. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super("stopped", null, false, false);
    }
}
