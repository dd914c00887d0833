package org.xenopolis.planner.core;

import java.util.OptionalLong;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;

/**
 * What a move has to carry: the memory, and, storage being local, the guest's disk and the volumes that move with it.
 *
 * @param disk how large its disk and volumes are
 * @param held how much of that there is to copy, for they are sparse; nothing where the agent does not tell
 */
public record Cargo(MemorySize memory, ByteRate dirtying, DiskSize disk, OptionalLong held) {
    public Cargo {
        if (held.isPresent() && held.getAsLong() < 0) {
            throw new IllegalArgumentException("held is negative: " + held);
        }
    }

    /** Of a guest without disks. */
    public Cargo(MemorySize memory, ByteRate dirtying) {
        this(memory, dirtying, new DiskSize(0), OptionalLong.empty());
    }

    public static Cargo of(Allocation guest, GuestLoad load) {
        return new Cargo(
                guest.resources().memory(), load.dirtying(), guest.resources().disk(), load.diskHeld());
    }
}
