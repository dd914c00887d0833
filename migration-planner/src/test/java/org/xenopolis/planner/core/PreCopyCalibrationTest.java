package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;

class PreCopyCalibrationTest {
    private static final PreCopyModel TRUTH = new PreCopyModel(10, 6_250_000, Duration.ofMillis(70));

    @Test
    void pastMigrationsTeachRoundsRestAndHandOver() {
        List<Observed> past = migrations(40, 1);

        PreCopyModel taught = PreCopyCalibration.of(past, PreCopyModel.LIBXL);

        for (Observed next : migrations(40, 2)) {
            Duration pause = taught.cost(next.cargo(), next.link()).pause();
            assertThat(pause)
                    .isBetween(
                            next.pause().multipliedBy(9).dividedBy(10),
                            next.pause().multipliedBy(11).dividedBy(10));
        }
    }

    /** As real hosts do: their agents assume writing that they cannot see, and disks are copied too. */
    @Test
    void whatAgentsOnlyAssumeAndWhatElseIsCopiedIsLearned() {
        PreCopyModel truth = new PreCopyModel(5, 200_000, Duration.ofSeconds(3), 0.1, Duration.ofSeconds(9), 1);
        ByteRate link = new ByteRate(5_000_000);
        List<Observed> past = new ArrayList<>();
        for (long mebibytes = 100; mebibytes < 120; mebibytes++) {
            MemorySize memory = MemorySize.ofMebibytes(mebibytes);
            MoveCost cost = truth.cost(memory, new ByteRate(4 << 20), link);
            past.add(new Observed(memory, new ByteRate(4 << 20), link, cost.copy(), cost.pause()));
        }

        PreCopyModel taught = PreCopyCalibration.of(past, PreCopyModel.LIBXL);

        MoveCost larger = truth.cost(MemorySize.ofMebibytes(200), new ByteRate(4 << 20), link);
        MoveCost foretold = taught.cost(MemorySize.ofMebibytes(200), new ByteRate(4 << 20), link);
        assertThat(foretold.copy()).isBetween(percent(larger.copy(), 90), percent(larger.copy(), 110));
        assertThat(foretold.pause()).isBetween(percent(larger.pause(), 80), percent(larger.pause(), 120));
    }

    @Test
    void ofDisksOnlyWhatAgentsDoNotTellIsLearned() {
        PreCopyModel truth = new PreCopyModel(5, 200_000, Duration.ofSeconds(1), 1, Duration.ZERO, 0.25);
        List<Observed> past = new ArrayList<>();
        for (long gibibytes = 1; gibibytes <= 12; gibibytes++) {
            DiskSize disk = DiskSize.ofGibibytes(gibibytes);
            past.add(migration(truth, disk, OptionalLong.empty()));
            past.add(migration(truth, disk, OptionalLong.of(disk.bytes())));
            past.add(migration(truth, disk, OptionalLong.of(disk.bytes())));
        }

        PreCopyModel taught = PreCopyCalibration.of(past, PreCopyModel.LIBXL);

        assertThat(taught.diskShare()).isCloseTo(0.25, within(0.01));
    }

    private static Observed migration(PreCopyModel truth, DiskSize disk, OptionalLong held) {
        Cargo cargo = new Cargo(MemorySize.ofGibibytes(1), new ByteRate(4 << 20), disk, held);
        MoveCost cost = truth.cost(cargo, ByteRate.GIGABIT);
        return new Observed(cargo, ByteRate.GIGABIT, cost.bytes(), cost.copy(), cost.pause());
    }

    private static Duration percent(Duration of, int percent) {
        return of.multipliedBy(percent).dividedBy(100);
    }

    @Test
    void aFewMigrationsTeachNothing() {
        assertThat(PreCopyCalibration.of(migrations(PreCopyCalibration.OBSERVED_MIN - 1, 1), PreCopyModel.LIBXL))
                .isEqualTo(PreCopyModel.LIBXL);
    }

    private static List<Observed> migrations(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    MemorySize memory = MemorySize.ofMebibytes(random.nextLong(512, 16_384));
                    ByteRate dirtying = new ByteRate(random.nextLong(1, 90) << 20);
                    MoveCost cost = TRUTH.cost(memory, dirtying, ByteRate.GIGABIT);
                    return new Observed(memory, dirtying, ByteRate.GIGABIT, cost.copy(), cost.pause());
                })
                .toList();
    }
}
