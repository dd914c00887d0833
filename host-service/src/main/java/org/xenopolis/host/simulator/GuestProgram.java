package org.xenopolis.host.simulator;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a simulated guest does with itself: a square wave of CPU demand, and rates of everything else.
 *
 * <p>A guest whose user data has a line {@code xeno-sim: cpu=0.8 idle=0.1 period=20 duty=0.5 dirty=50 disk=2 net=1
 * shutdown-after=30 reboot-every=60} does that (CPU per vCPU, seconds, MiB per second); any other does something small of its own.
 *
 * @param busyMicros demand of each vCPU while busy, in millionths of a CPU; {@code idleMicros} otherwise
 * @param busyNanos how long of each period it is busy
 * @param shutdownAfterNanos ends by itself after having run so long; 0 never
 * @param rebootEveryNanos reboots after having run so long; 0 never
 */
record GuestProgram(
        long busyMicros,
        long idleMicros,
        long periodNanos,
        long busyNanos,
        long phaseNanos,
        long dirtyBytesPerSecond,
        long diskBytesPerSecond,
        long networkBytesPerSecond,
        long shutdownAfterNanos,
        long rebootEveryNanos) {
    private static final long SECOND = 1_000_000_000L;
    private static final long MEBIBYTE = 1L << 20;
    private static final Pattern LINE = Pattern.compile("(?m)^#?\\s*xeno-sim:(.{0,400})$");
    private static final Pattern SETTING = Pattern.compile("([a-z-]{1,20})=([0-9]{1,9}(?:\\.[0-9]{1,6})?)");

    static GuestProgram of(long seed, byte[] userData) {
        GuestProgram own = ownOf(seed);
        if (userData.length == 0) {
            return own;
        }
        Matcher line = LINE.matcher(new String(userData, StandardCharsets.UTF_8));
        return line.find() ? own.with(line.group(1)) : own;
    }

    private static GuestProgram ownOf(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long period = random.nextLong(10, 60) * SECOND;
        return new GuestProgram(
                random.nextLong(50_000, 400_000),
                random.nextLong(5_000, 50_000),
                period,
                period * random.nextLong(10, 60) / 100,
                random.nextLong(period),
                random.nextLong(1, 40) * MEBIBYTE,
                random.nextLong(0, 512) << 10,
                random.nextLong(0, 256) << 10,
                0,
                0);
    }

    private GuestProgram with(String settings) {
        double busy = busyMicros / 1e6;
        double idle = -1;
        double period = periodNanos / (double) SECOND;
        double duty = 1;
        long dirty = dirtyBytesPerSecond;
        long disk = diskBytesPerSecond;
        long net = networkBytesPerSecond;
        long end = 0;
        long reboot = 0;
        Matcher setting = SETTING.matcher(settings);
        while (setting.find()) {
            double value = Double.parseDouble(setting.group(2));
            switch (setting.group(1)) {
                case "cpu" -> busy = Math.min(1, value);
                case "idle" -> idle = Math.min(1, value);
                case "period" -> period = Math.clamp(value, 1, 86_400);
                case "duty" -> duty = Math.min(1, value);
                case "dirty" -> dirty = (long) (value * MEBIBYTE);
                case "disk" -> disk = (long) (value * MEBIBYTE);
                case "net" -> net = (long) (value * MEBIBYTE);
                case "shutdown-after" -> end = (long) (value * SECOND);
                case "reboot-every" -> reboot = (long) (value * SECOND);
                default -> {
                    // A guest may say what it likes.
                }
            }
        }
        long nanos = (long) (period * SECOND);
        return new GuestProgram(
                (long) (busy * 1e6),
                idle < 0 ? (long) (busy * 1e6) : (long) (idle * 1e6),
                nanos,
                (long) (nanos * duty),
                phaseNanos % nanos,
                dirty,
                disk,
                net,
                end,
                reboot);
    }

    boolean isBusyAt(long nanos) {
        return Math.floorMod(nanos - phaseNanos, periodNanos) < busyNanos;
    }

    long demandMicrosAt(long nanos) {
        return isBusyAt(nanos) ? busyMicros : idleMicros;
    }

    long demandMicrosMax() {
        return Math.max(busyMicros, idleMicros);
    }

    /** The next moment after this one at which the demand changes. */
    long nextEdgeAfter(long nanos) {
        long into = Math.floorMod(nanos - phaseNanos, periodNanos);
        return nanos + (into < busyNanos ? busyNanos - into : periodNanos - into);
    }

    /** How much of the time from 0 to here was busy; differences of it are the busy time between two moments. */
    long busyNanosUntil(long nanos) {
        long periods = Math.floorDiv(nanos - phaseNanos, periodNanos);
        long into = Math.floorMod(nanos - phaseNanos, periodNanos);
        return periods * busyNanos + Math.min(into, busyNanos);
    }
}
