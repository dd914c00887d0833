package org.xenopolis.cluster;

import java.util.Set;

/** What an instance is to its tenant. What is being done to it, and why, is the operation's to say. */
public enum InstanceState {
    /** Accepted; holds no place yet. */
    PENDING,
    /** Has a place; the host makes the domain, or brings it back from a suspended one. */
    PROVISIONING,
    RUNNING,
    PAUSED,
    /** Its memory is saved on disk; it holds no place. */
    SUSPENDED,
    /** Only its disks remain; it holds no place. */
    STOPPED,
    /** Runs on one host while a second holds a place for it. */
    MIGRATING,
    /** Something failed and could not be undone; needs a repair or a delete. */
    ERROR,
    /** The end; the record stays for bills and audits. */
    DELETED;

    /** The states that may directly follow. */
    public Set<InstanceState> next() {
        return switch (this) {
            case PENDING -> Set.of(PROVISIONING, STOPPED, SUSPENDED, ERROR, DELETED);
            // Back to pending when the host failed it and another is tried.
            case PROVISIONING -> Set.of(RUNNING, PENDING, STOPPED, SUSPENDED, ERROR, DELETED);
            case RUNNING -> Set.of(PAUSED, SUSPENDED, STOPPED, MIGRATING, ERROR, DELETED);
            case PAUSED -> Set.of(RUNNING, STOPPED, ERROR, DELETED);
            case SUSPENDED, STOPPED -> Set.of(PENDING, PROVISIONING, ERROR, DELETED);
            // A guest may end by itself while it moves.
            case MIGRATING -> Set.of(RUNNING, STOPPED, ERROR);
            case ERROR -> Set.of(RUNNING, PAUSED, STOPPED, DELETED);
            case DELETED -> Set.of();
        };
    }

    public boolean mayBecome(InstanceState state) {
        return next().contains(state);
    }

    /** Whether something is under way that ends by itself: an instance at rest is in none of these. */
    public boolean isPassing() {
        return this == PENDING || this == PROVISIONING || this == MIGRATING;
    }

    /** Whether it must hold a place on a host; one in {@link #ERROR} may. */
    public boolean needsPlace() {
        return this == PROVISIONING || this == RUNNING || this == PAUSED || this == MIGRATING;
    }

    /** Whether it may hold a place on a host. */
    public boolean mayHoldPlace() {
        return needsPlace() || this == ERROR;
    }

    public boolean isFinal() {
        return this == DELETED;
    }
}
