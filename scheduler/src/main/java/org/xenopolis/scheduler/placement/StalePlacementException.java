package org.xenopolis.scheduler.placement;

/** The ledger is no longer the one that was read: decide again on what is now true. */
public final class StalePlacementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StalePlacementException(String what) {
        super(what, null, false, false);
    }
}
