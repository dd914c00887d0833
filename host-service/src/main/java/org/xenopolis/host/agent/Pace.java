package org.xenopolis.host.agent;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.JournalState;

/**
 * How often an agent looks after its host: often while something is there or has just been, seldom on a host that has been
 * empty for a while; and at once when something comes. Leases have a rhythm of their own.
 */
final class Pace {
    private final Journal journal;
    private final long busyNanos;
    private final long idleNanos;
    private final long lingerNanos;
    private final Set<Thread> dozing = ConcurrentHashMap.newKeySet();
    private volatile long steppedNanos = System.nanoTime();

    /**
     * @param busy between two looks while something is going on
     * @param idle between two looks while nothing is
     * @param linger how long after the last step of the journal it still counts as going on
     */
    Pace(Journal journal, Duration busy, Duration idle, Duration linger) {
        this.journal = journal;
        this.busyNanos = busy.toNanos();
        this.idleNanos = idle.toNanos();
        this.lingerNanos = linger.toNanos();
        journal.whenStepped(this::stepped);
    }

    private void stepped() {
        steppedNanos = System.nanoTime();
        dozing.forEach(LockSupport::unpark);
    }

    private boolean isIdle() {
        return System.nanoTime() - steppedNanos >= lingerNanos && journal.read(JournalState::isQuiet);
    }

    /** Returns when the next look is due. */
    void rest() throws InterruptedException {
        long began = System.nanoTime();
        while (!isIdle()) {
            long left = began + busyNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            park(left);
        }
        doze(began);
    }

    private void doze(long began) throws InterruptedException {
        // Before the question, so that a step after the answer is heard.
        dozing.add(Thread.currentThread());
        try {
            for (long left = idleNanos; isIdle() && left > 0; left = began + idleNanos - System.nanoTime()) {
                park(left);
            }
        } finally {
            dozing.remove(Thread.currentThread());
        }
    }

    private void park(long nanos) throws InterruptedException {
        LockSupport.parkNanos(this, nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
