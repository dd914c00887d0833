package org.xenopolis.planner.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.MemorySize;

class PreCopyModelTest {
    private static final MemorySize MEMORY = new MemorySize(1_000_000_000);
    private static final ByteRate LINK = new ByteRate(100_000_000);
    private final PreCopyModel model = new PreCopyModel(5, 50 * 4_096, Duration.ofMillis(30));

    @Test
    void aGuestThatWritesNothingIsCopiedOnceAndPausedForTheHandOver() {
        assertThat(model.cost(MEMORY, ByteRate.ZERO, LINK))
                .isEqualTo(new MoveCost(1_000_000_000, Duration.ofSeconds(10), Duration.ofMillis(30)));
    }

    @Test
    void roundsShrinkByTheRatioOfDirtyingToLink() {
        // 1000, 100, 10, 1 MB in rounds; then 0.1 MB, which is little enough, while paused.
        MoveCost cost = model.cost(MEMORY, new ByteRate(10_000_000), LINK);
        assertThat(cost.bytes()).isEqualTo(1_111_100_000);
        assertThat(cost.copy()).isEqualTo(Duration.ofMillis(11_110));
        assertThat(cost.pause()).isEqualTo(Duration.ofMillis(31));
    }

    @Test
    void aGuestThatDirtiesFasterThanTheLinkIsPausedForItsWholeMemory() {
        MoveCost cost = model.cost(MEMORY, new ByteRate(200_000_000), LINK);
        assertThat(cost.bytes()).isEqualTo(6_000_000_000L);
        assertThat(cost.pause()).isEqualTo(Duration.ofMillis(10_030));
    }

    @Test
    void aLinkThatCarriesNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> model.cost(MEMORY, ByteRate.ZERO, ByteRate.ZERO));
    }
}
