package org.xenopolis.planner.core;

import java.time.Duration;
import org.xenopolis.cluster.MemorySize;

/**
 * Live migration by pre-copy (Clark and others, "Live Migration of Virtual Machines", NSDI 2005): disks and then the whole
 * memory are sent while the guest runs, then, round by round, what it has dirtied meanwhile; at last it is paused for the
 * rest.
 *
 * <p>A guest dirties at most its whole memory in a round. When it dirties faster than the link carries, the rounds do
 * not shrink and the pause is as long as sending that takes: the prediction says so instead of hoping.
 *
 * @param roundsMax rounds with the guest running; libxl's policy ends after five
 * @param remainderMaxBytes the rounds end early when no more than this is dirty; libxl's policy says 50 pages
 * @param handOver from the last byte to the first instruction on the target: device state, activation, unpausing
 * @param dirtyShare of what is said to be dirtied, that has to be sent again; what is written twice in a round is sent
 *     once, and agents that cannot see writing assume some
 * @param setUp what the copy takes besides sending
 * @param diskShare of the size of disks, that is sent where agents do not tell how much they hold
 */
public record PreCopyModel(
        int roundsMax, long remainderMaxBytes, Duration handOver, double dirtyShare, Duration setUp, double diskShare) {
    private static final double NANOS_PER_SECOND = 1e9;

    public static final PreCopyModel LIBXL = new PreCopyModel(5, 50L * 4_096, Duration.ofMillis(30));

    public PreCopyModel {
        if (roundsMax < 1) {
            throw new IllegalArgumentException("there is at least one round: " + roundsMax);
        }
    }

    /** Agents see what is written, the copy is all there is, and disks are full. */
    public PreCopyModel(int roundsMax, long remainderMaxBytes, Duration handOver) {
        this(roundsMax, remainderMaxBytes, handOver, 1, Duration.ZERO, 1);
    }

    /** Of a guest without disks. */
    public MoveCost cost(MemorySize memory, ByteRate dirtying, ByteRate link) {
        return cost(new Cargo(memory, dirtying), link);
    }

    /** An {@link IllegalArgumentException} when the link carries nothing. */
    public MoveCost cost(Cargo cargo, ByteRate link) {
        if (link.bytesPerSecond() == 0) {
            throw new IllegalArgumentException("a link that carries nothing");
        }
        long memory = cargo.memory().bytes();
        double disk = cargo.held().isPresent()
                ? cargo.held().getAsLong()
                : diskShare * cargo.disk().bytes();
        double remaining = memory;
        double sent = disk;
        double seconds = disk / link.bytesPerSecond();
        double dirtied = dirtyShare * cargo.dirtying().bytesPerSecond();
        for (int round = 0; round < roundsMax && (round == 0 || remaining > remainderMaxBytes); round++) {
            double took = remaining / link.bytesPerSecond();
            sent += remaining;
            seconds += took;
            remaining = Math.min(memory, dirtied * took);
        }
        Duration last = duration(remaining / link.bytesPerSecond());
        return new MoveCost(Math.round(sent + remaining), duration(seconds).plus(setUp), last.plus(handOver));
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
    }
}
