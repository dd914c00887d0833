package org.xenopolis.host.agent;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.core.Lease;

/**
 * Lets guests be started only while the host holds its lease. Starting goes on under a shared lock, fencing under an
 * exclusive one: no guest slips through between the check and the fence.
 */
final class LeaseGate {
    private final LongSupplier nanos;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private volatile @Nullable Lease lease;

    LeaseGate(LongSupplier monotonicNanos) {
        this.nanos = monotonicNanos;
    }

    void grant(Lease granted) {
        lease = granted;
    }

    /** The lease has ended, though this host's clock says otherwise. */
    void lose() {
        lease = null;
    }

    /** Null when there is none or it has run out. */
    @Nullable
    Lease held() {
        Lease held = lease;
        return held != null && held.isValidAt(nanos.getAsLong()) ? held : null;
    }

    /** Also one that has run out. */
    @Nullable
    Lease last() {
        return lease;
    }

    /** Refuses unless the lease is held and the command was given under it. */
    void require(long commandEpoch) {
        Lease held = held();
        if (held == null) {
            throw noLease();
        }
        if (commandEpoch < held.epoch().value()) {
            throw stale("The host's lease is newer than this command.");
        }
        if (commandEpoch > held.epoch().value()) {
            throw Problem.of(ErrorKind.UNAVAILABLE, "lease-behind", "The host has not got that lease yet; try again.")
                    .exception();
        }
    }

    /** What lets a guest run. */
    <T> T whileHeld(Supplier<T> start) {
        lock.readLock().lock();
        try {
            if (held() == null) {
                throw noLease();
            }
            return start.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** What stops guests: nothing is started meanwhile. */
    void fence(Runnable stop) {
        lock.writeLock().lock();
        try {
            stop.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    static ProblemException stale(String message) {
        return Problem.of(ErrorKind.CONFLICT, "stale-epoch", message).exception();
    }

    private static ProblemException noLease() {
        return Problem.of(ErrorKind.UNAVAILABLE, "no-lease", "The host holds no lease and takes no commands.")
                .exception();
    }
}
