package org.xenopolis.host.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The time that simulated hosts live in; a test brings its own. */
public interface SimulatorTime {
    /** A monotonic clock that goes on across processes of one boot of the machine. */
    long nanos();

    /** Since 1970; only a label. */
    long wallNanos();

    /** Changes when {@link #nanos} starts anew. */
    String machineBootId();

    void sleep(Duration duration);

    default long wallNanosAt(long atNanos) {
        return wallNanos() - (nanos() - atNanos);
    }

    /**
     * This machine's. On Linux {@link System#nanoTime} is CLOCK_MONOTONIC: one clock for all processes since the machine
     * booted, which stands still while the machine is suspended.
     */
    static SimulatorTime machine() {
        String bootId = machineBoot();
        return new SimulatorTime() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public long wallNanos() {
                Instant now = Instant.now();
                return now.getEpochSecond() * 1_000_000_000L + now.getNano();
            }

            @Override
            public String machineBootId() {
                return bootId;
            }

            @Override
            public void sleep(Duration duration) {
                if (duration.isPositive()) {
                    try {
                        Thread.sleep(duration);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("interrupted", e);
                    }
                }
            }
        };
    }

    private static String machineBoot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("simulated hosts need Linux", e);
        }
    }
}
