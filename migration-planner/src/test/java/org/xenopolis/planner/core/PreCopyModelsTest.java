package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;

class PreCopyModelsTest {
    private static final XenVersion OLD = XenVersion.of("4.17.0");
    private static final XenVersion NEW = XenVersion.of("4.20.0");
    private static final PreCopyModel SLOW =
            new PreCopyModel(5, 200_000, Duration.ofSeconds(3), 1, Duration.ofSeconds(9), 0.1);

    @Test
    void whoHasSeenMigrationsForetellsTheNext() {
        List<Observed> all = SimulatedCopies.read();
        List<Observed> next = all.subList(30, all.size());
        PreCopyModel taught =
                PreCopyModels.taught(Map.of(NEW, all.subList(0, 30))).of(NEW);

        assertThat(SimulatedCopies.timeOff(next, seen -> taught.cost(seen.cargo(), seen.link())))
                .isLessThan(0.15);
        assertThat(SimulatedCopies.pauseOff(next, seen -> taught.cost(seen.cargo(), seen.link())))
                .isLessThan(0.25);
    }

    @Test
    void whoHasSeenNoneUsesLibxls() {
        assertThat(PreCopyModels.taught(Map.of())).isEqualTo(PreCopyModels.UNTAUGHT);
        assertThat(PreCopyModels.UNTAUGHT.of(NEW)).isEqualTo(PreCopyModel.LIBXL);
    }

    /** The toolstack that sends decides how, so hosts of one version do alike. */
    @Test
    void eachVersionHasItsModelOnceItHasMovedEnough() {
        PreCopyModels taught = PreCopyModels.taught(Map.of(OLD, slow(40, 1), NEW, SimulatedCopies.read()));
        assertThat(taught.of(OLD).handOver()).isCloseTo(Duration.ofSeconds(3), Duration.ofMillis(200));
        assertThat(taught.of(NEW).handOver()).isLessThan(Duration.ofMillis(100));

        PreCopyModels young = PreCopyModels.taught(
                Map.of(OLD, slow(PreCopyCalibration.OBSERVED_MIN - 1, 1), NEW, SimulatedCopies.read()));
        assertThat(young.of(OLD)).isEqualTo(young.fleet());
    }

    /** Nobody tells how much these disks hold, but what was sent does. */
    @Test
    void howMuchOfDisksIsCopiedIsLearned() {
        PreCopyModel taught = PreCopyModels.taught(Map.of(OLD, slow(40, 1))).of(OLD);
        assertThat(taught.diskShare()).isCloseTo(0.1, within(0.02));
        assertThat(SimulatedCopies.timeOff(slow(40, 2), seen -> taught.cost(seen.cargo(), seen.link())))
                .isLessThan(0.1);
    }

    @Test
    void untilThenDisksAreFull() {
        Cargo cargo =
                new Cargo(MemorySize.ofGibibytes(1), ByteRate.ZERO, DiskSize.ofGibibytes(9), OptionalLong.empty());
        Cargo told = new Cargo(cargo.memory(), ByteRate.ZERO, cargo.disk(), OptionalLong.of(1L << 30));
        ByteRate link = new ByteRate(1L << 30);
        assertThat(PreCopyModel.LIBXL.cost(cargo, link).bytes()).isEqualTo(10L << 30);
        assertThat(PreCopyModel.LIBXL.cost(cargo, link).copy()).isEqualTo(Duration.ofSeconds(10));
        assertThat(PreCopyModel.LIBXL.cost(told, link).copy()).isEqualTo(Duration.ofSeconds(2));
        assertThat(PreCopyModel.LIBXL.cost(told, link).pause())
                .isEqualTo(PreCopyModel.LIBXL.cost(cargo, link).pause());
    }

    private static List<Observed> slow(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteRate link = new ByteRate(40_000_000);
        return Stream.generate(() -> new Cargo(
                        MemorySize.ofMebibytes(random.nextLong(128, 2_048)),
                        new ByteRate(4 << 20),
                        DiskSize.ofGibibytes(random.nextLong(1, 40)),
                        OptionalLong.empty()))
                .limit(count)
                .map(cargo -> {
                    MoveCost cost = SLOW.cost(cargo, link);
                    return new Observed(cargo, link, cost.bytes(), cost.copy(), cost.pause());
                })
                .toList();
    }
}
