package org.xenopolis.deploy.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;
import org.xenopolis.planner.core.PreCopyModel;

class PreCopyVerdictTest {
    /** Slow hosts that say 4 MiB/s of every guest, copy disks too, and take seconds to hand over. */
    private static final PreCopyModel HOSTS =
            new PreCopyModel(4, 200_000, Duration.ofSeconds(3), 0.1, Duration.ofSeconds(5), 1);

    @Test
    void theEarlierTeachAndOnlyTheLaterJudge() {
        List<Observed> seen = moves(1);
        for (int i = seen.size() / 2; i < seen.size(); i++) {
            Observed one = seen.get(i);
            seen.set(
                    i,
                    new Observed(
                            one.cargo(), one.link(), one.bytes(), one.copy().multipliedBy(2), one.pause()));
        }

        List<Figure> figures = new PreCopyVerdict(seen, seen.size() / 2).figures("lab", "on real hosts");

        assertThat(figures.getFirst().holds()).isEqualTo(false);
        assertThat(figures.getFirst().value()).isBetween(35.0, 55.0);
        assertThat(figures.get(1).holds()).isEqualTo(true);
    }

    @Test
    void hostsThatGoOnAsTheyWereAreForetoldOnceTheyAreKnown() {
        for (long seed = 1; seed <= 20; seed++) {
            PreCopyVerdict verdict = new PreCopyVerdict(moves(seed), 8);
            List<Figure> figures = verdict.figures("lab", "on real hosts");
            assertThat(figures.subList(0, 2))
                    .as("seed " + seed)
                    .allMatch(figure -> Boolean.TRUE.equals(figure.holds()));
            assertThat(figures.get(2).value()).isGreaterThan(15);
            assertThat(verdict.lines()).hasSize(8);
        }
    }

    /** Sixteen, no two alike. */
    private static List<Observed> moves(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Observed> moves = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            MemorySize memory = MemorySize.ofMebibytes(128);
            ByteRate dirtying = new ByteRate(4 << 20);
            ByteRate link = new ByteRate(5_000_000 + random.nextLong(2_000_000));
            MoveCost cost = HOSTS.cost(memory, dirtying, link);
            moves.add(new Observed(memory, dirtying, link, noisy(cost.copy(), random), noisy(cost.pause(), random)));
        }
        return moves;
    }

    private static Duration noisy(Duration duration, SplittableRandom random) {
        return Duration.ofNanos(Math.round(duration.toNanos() * random.nextDouble(0.9, 1.1)));
    }
}
