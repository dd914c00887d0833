package org.xenopolis.planner.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;

/** Migrations of the host agent's simulator, as deploy/local's bench/precopy/SimulatedCopies printed them. */
public final class SimulatedCopies {
    private SimulatedCopies() {}

    public static List<Observed> read() {
        try (InputStream file =
                Objects.requireNonNull(SimulatedCopies.class.getResourceAsStream("/precopy/simulated.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> observed(Arrays.stream(line.split(" "))
                            .mapToLong(Long::parseLong)
                            .toArray()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Observed observed(long[] numbers) {
        return new Observed(
                new Cargo(
                        new MemorySize(numbers[0]),
                        new ByteRate(numbers[1]),
                        new DiskSize(numbers[3]),
                        OptionalLong.of(numbers[4])),
                new ByteRate(numbers[2]),
                numbers[5],
                Duration.ofNanos(numbers[6]),
                Duration.ofNanos(numbers[7]));
    }

    /** Median of how far the whole time was off, in parts of what it took. */
    public static double timeOff(List<Observed> all, Function<Observed, MoveCost> foretold) {
        return off(
                all,
                seen -> foretold.apply(seen).copy().plus(foretold.apply(seen).pause()),
                seen -> seen.copy().plus(seen.pause()));
    }

    public static double pauseOff(List<Observed> all, Function<Observed, MoveCost> foretold) {
        return off(all, seen -> foretold.apply(seen).pause(), Observed::pause);
    }

    private static double off(
            List<Observed> all, Function<Observed, Duration> foretold, Function<Observed, Duration> taken) {
        double[] off = all.stream()
                .mapToDouble(seen -> Math.abs((double) foretold.apply(seen).toNanos()
                                / taken.apply(seen).toNanos()
                        - 1))
                .sorted()
                .toArray();
        return off[off.length / 2];
    }
}
