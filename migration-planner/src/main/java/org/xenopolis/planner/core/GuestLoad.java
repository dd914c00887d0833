package org.xenopolis.planner.core;

import java.util.OptionalLong;

/**
 * What a guest does at the moment.
 *
 * @param cpuCores CPU seconds per second
 * @param diskHeld bytes that a move copies of its disk and volumes; nothing where its agent does not tell
 */
public record GuestLoad(double cpuCores, ByteRate dirtying, Traffic traffic, OptionalLong diskHeld) {
    /** Of a guest about which nothing was reported. */
    public static final GuestLoad UNKNOWN = new GuestLoad(0, ByteRate.ZERO);

    public GuestLoad(double cpuCores, ByteRate dirtying, Traffic traffic) {
        this(cpuCores, dirtying, traffic, OptionalLong.empty());
    }

    /** Of one that neither sends nor receives, neither reads nor writes. */
    public GuestLoad(double cpuCores, ByteRate dirtying) {
        this(cpuCores, dirtying, Traffic.NONE);
    }

    public GuestLoad {
        if (!(cpuCores >= 0)) {
            throw new IllegalArgumentException("cpuCores is negative: " + cpuCores);
        }
    }
}
