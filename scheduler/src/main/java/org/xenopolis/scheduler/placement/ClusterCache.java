package org.xenopolis.scheduler.placement;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Host;
import org.xenopolis.scheduler.hosts.HostRecord;
import org.xenopolis.store.Transactions;

/**
 * The cluster in memory. It may be a little old: whoever commits on it is checked by the ledger, and whoever would
 * refuse on it reads again first.
 */
@ApplicationScoped
class ClusterCache {
    static final Duration AGE_MAX = Duration.ofMillis(250);
    /** Reading takes at most this part of the time. */
    static final int READING_SHARE = 20;

    private final Transactions transactions;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable ClusterSnapshot newest;
    private volatile long readNanos;

    ClusterCache(Transactions transactions) {
        this.transactions = transactions;
    }

    ClusterSnapshot recent() {
        ClusterSnapshot snapshot = newest;
        long ageMax = Math.max(AGE_MAX.toNanos(), readNanos * READING_SHARE);
        return snapshot == null || System.nanoTime() - snapshot.beganNanos() > ageMax
                ? since(System.nanoTime() - ageMax)
                : snapshot;
    }

    /** One whose reading began after now; several callers share it. */
    ClusterSnapshot fresh() {
        return since(System.nanoTime());
    }

    private ClusterSnapshot since(long nanos) {
        reading.lock();
        try {
            ClusterSnapshot snapshot = newest;
            if (snapshot == null || snapshot.beganNanos() - nanos < 0) {
                snapshot = read();
                newest = snapshot;
            }
            return snapshot;
        } finally {
            reading.unlock();
        }
    }

    private ClusterSnapshot read() {
        long began = System.nanoTime();
        Picture picture = transactions.call(Picture::read);
        ClusterSnapshot snapshot = new ClusterSnapshot(
                cluster(picture.hosts(), picture.allocations()), ClusterSnapshot.volumes(picture), began);
        readNanos = System.nanoTime() - began;
        return snapshot;
    }

    private static Cluster cluster(List<HostRecord> records, List<AllocationRow> rows) {
        List<Host> hosts = records.stream().map(HostRecord::toModel).toList();
        List<Allocation> allocations = rows.stream().map(AllocationRow::toModel).toList();
        return Cluster.of(hosts, allocations);
    }
}
