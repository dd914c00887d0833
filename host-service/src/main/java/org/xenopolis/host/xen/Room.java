package org.xenopolis.host.xen;

import org.xenopolis.cluster.MemorySize;

/** How much of a host is left. What is being built now counts already. */
final class Room {
    private final MemorySize memory;
    private final long diskBytes;
    private long promisedBytes;

    Room(MemorySize memory, long diskBytes) {
        this.memory = memory;
        this.diskBytes = diskBytes;
    }

    /** A promise of memory, kept until the domain that needs it is there or will never be. */
    interface Promise extends AutoCloseable {
        @Override
        void close();
    }

    synchronized void requireMemory(Look look, long moreBytes) {
        long used = look.domains().stream()
                .mapToLong(domain -> domain.memory().bytes())
                .sum();
        if (used + promisedBytes + moreBytes > memory.bytes()) {
            throw Refusals.noRoom("The host has no memory left for this instance.");
        }
    }

    synchronized Promise promiseMemory(Look look, long bytes) {
        requireMemory(look, bytes);
        promisedBytes += bytes;
        return () -> {
            synchronized (this) {
                promisedBytes -= bytes;
            }
        };
    }

    /** Files are sparse, and their whole size counts: a host never promises a byte twice. */
    void requireDisk(Look look, long moreBytes) {
        if (look.diskBytesInUse() + moreBytes > diskBytes) {
            throw Refusals.noRoom("The host has no disk space left for this instance.");
        }
    }

    long diskBytes() {
        return diskBytes;
    }

    MemorySize memory() {
        return memory;
    }
}
