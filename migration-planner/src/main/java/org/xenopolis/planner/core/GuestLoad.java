package org.xenopolis.planner.core;

/**
 * What a guest does at the moment.
 *
 * @param cpuCores CPU seconds per second
 */
public record GuestLoad(double cpuCores, ByteRate dirtying, Traffic traffic) {
    /** Of a guest about which nothing was reported. */
    public static final GuestLoad UNKNOWN = new GuestLoad(0, ByteRate.ZERO);

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
