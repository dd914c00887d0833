package org.xenopolis.cluster;

/** What a domain does, as its host sees it; not to be confused with what a tenant wants, {@link InstanceState}. */
public enum DomainState {
    /** Being built: has memory, has never run. */
    BUILDING,
    /** Runs or waits for a CPU. */
    RUNNING,
    /** All its vCPUs are idle, waiting for an event: unpaused, and counts as running. */
    BLOCKED,
    PAUSED,
    /** Stopped at a point from which it can go on, as the source of a migration or of a save is. */
    SUSPENDED,
    /** Ended by itself; its memory is not given back yet. */
    SHUTDOWN,
    CRASHED,
    /** Being destroyed; a zombie keeps its memory for as long as it stays so. */
    DYING,
    /** The receiving end of a migration: built, never unpaused yet. */
    INCOMING,
    /** The sending end after the hand-over: it must never be unpaused again. */
    MIGRATED_AWAY,
    /** Gone from the host, memory given back; only a history says so, a listing has no such domain. */
    GONE;

    /** Whether instructions of the guest may be executed: the state in which it must be on one host only. */
    public boolean isUnpaused() {
        return this == RUNNING || this == BLOCKED;
    }

    /** Whether the host still has the domain, and its memory with it. */
    public boolean exists() {
        return this != GONE;
    }
}
