package org.xenopolis.host.core;

/** A moment of a host's monotonic clock and what a domain's counters said then. */
public record MeterPoint(long atNanos, Counters counters) {
    /** What was used from here to there. @throws IllegalArgumentException when a clock or a counter went back */
    public Counters usedUntil(MeterPoint end) {
        Counters used = end.counters.minus(counters);
        if (end.atNanos < atNanos || used.cpuNanos() < 0) {
            throw new IllegalArgumentException("a meter went back: " + this + " to " + end);
        }
        return used;
    }

    /**
     * The point at which a change happened that was only noticed later: the use since then is split by time, so that
     * nothing is lost and nothing counted twice.
     */
    public MeterPoint splitAt(long changeNanos, MeterPoint noticed) {
        long at = Math.clamp(changeNanos, atNanos, noticed.atNanos);
        Counters part = usedUntil(noticed).share(at - atNanos, noticed.atNanos - atNanos);
        return new MeterPoint(at, counters.plus(part));
    }
}
