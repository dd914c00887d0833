package org.xenopolis.planner.core;

/**
 * What a guest does at the moment.
 *
 * @param cpuCores CPU seconds per second
 */
public record GuestLoad(double cpuCores, ByteRate dirtying) {
    /** Of a guest about which nothing was reported. */
    public static final GuestLoad UNKNOWN = new GuestLoad(0, ByteRate.ZERO);

    public GuestLoad {
        if (!(cpuCores >= 0)) {
            throw new IllegalArgumentException("cpuCores is negative: " + cpuCores);
        }
    }
}
