package org.xenopolis.host.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.xenopolis.host.journal.record.JournalRecord;

/**
 * An agent's memory. Each step is decided on the state and appended under one lock, so steps are in one order and each is
 * seen whole or not at all. Whoever must not act before its step is durable waits in {@link #sync}; those who wait at the
 * same time share one fsync.
 */
public final class Journal implements AutoCloseable {
    private static final long COMPACT_BYTES = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition synced = lock.newCondition();
    private final Condition busy = lock.newCondition();
    private final JournalState state = new JournalState();
    private final RecordFile file;
    private final long compactBytes;
    private long compactAtBytes;
    private long written;
    private long durable;
    private boolean syncing;
    private long busySteps;

    private Journal(Path path, long compactBytes) {
        this.file = RecordFile.open(path, payload -> state.apply(parse(payload)));
        this.compactBytes = compactBytes;
        this.compactAtBytes = file.sizeBytes() + compactBytes;
    }

    public static Journal open(Path path) {
        return new Journal(path, COMPACT_BYTES);
    }

    /** @param compactBytes by how much it may grow before it is rewritten */
    static Journal open(Path path, long compactBytes) {
        return new Journal(path, compactBytes);
    }

    private static JournalRecord parse(byte[] payload) {
        try {
            return JournalRecord.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a record passed its checksum and is no record", e);
        }
    }

    /** A question to the state; the answer must not be the state itself. */
    public <T> T read(Function<JournalState, T> question) {
        lock.lock();
        try {
            return question.apply(state);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Decides on the state and appends the decision; an empty record is no step.
     *
     * @return the step's number, for {@link #sync(long)}
     */
    public long step(Function<JournalState, JournalRecord> decision) {
        lock.lock();
        try {
            JournalRecord record = decision.apply(state);
            byte[] payload = record.toByteArray();
            if (payload.length == 0) {
                return written;
            }
            file.append(payload);
            state.apply(record);
            written++;
            if (!state.isQuiet()) {
                busySteps++;
                busy.signalAll();
            }
            if (file.sizeBytes() > compactAtBytes && !syncing) {
                compact();
            }
            return written;
        } finally {
            lock.unlock();
        }
    }

    public void stepAndSync(Function<JournalState, JournalRecord> decision) {
        sync(step(decision));
    }

    /**
     * Waits while the state is quiet, until a step makes it otherwise or the time is over. A step whose work is done again
     * before the one who waits has woken ends the wait, too.
     */
    public void awaitWork(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = busySteps;
            long left = most.toNanos();
            while (state.isQuiet() && busySteps == before && left > 0) {
                left = busy.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Everything appended so far is durable when it returns. */
    public void sync() {
        sync(read(ignored -> written));
    }

    /** Returns when that step is on the disk. The first to come syncs for all that have appended by then. */
    public void sync(long step) {
        lock.lock();
        try {
            while (durable < step) {
                if (syncing) {
                    synced.awaitUninterruptibly();
                } else {
                    syncForAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void syncForAll() {
        long upTo = written;
        syncing = true;
        boolean done = false;
        lock.unlock();
        try {
            file.force();
            done = true;
        } finally {
            lock.lock();
            syncing = false;
            if (done) {
                durable = Math.max(durable, upTo);
            }
            synced.signalAll();
        }
    }

    private void compact() {
        List<byte[]> parts = state.snapshot().stream()
                .map(JournalRecord::toByteArray)
                .filter(part -> part.length > 0)
                .toList();
        file.rewrite(parts);
        durable = written;
        compactAtBytes = file.sizeBytes() * 2 + compactBytes;
        synced.signalAll();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            while (syncing) {
                synced.awaitUninterruptibly();
            }
            file.close();
        } finally {
            lock.unlock();
        }
    }
}
