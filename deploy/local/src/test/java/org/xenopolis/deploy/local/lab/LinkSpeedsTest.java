package org.xenopolis.deploy.local.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.planner.core.PreCopyCalibration.Observed;

class LinkSpeedsTest {
    private static final String LEFT = "00000000-0000-4000-8001-000000000001";
    private static final String RIGHT = "00000000-0000-4000-8001-000000000002";

    @Test
    void whatAnOperationSaysOfAMoveIsRead() throws JsonProcessingException {
        String said = """
                {"state": "SUCCEEDED", "result": {"copied_bytes": "160443063", "copy_nanos": "20318371579",
                 "left_over": "false", "pause_nanos": "3169592245", "predicted_copy_nanos": "1109770616",
                 "predicted_pause_nanos": "21208920", "rounds": "4"}}""";

        LinkSpeeds.Moved moved = LinkSpeeds.Moved.of(LEFT, 128, new ObjectMapper().readTree(said));

        assertThat(moved).isEqualTo(new LinkSpeeds.Moved(LEFT, 128, 160_443_063, 20_318_371_579L, 3_169_592_245L));
    }

    @Test
    void noMoveKnowsHowFastItsOwnLinkWillBe() {
        List<Observed> observed = LinkSpeeds.observed(List.of(
                tenSeconds(LEFT, 100_000_000),
                tenSeconds(RIGHT, 300_000_000),
                tenSeconds(LEFT, 200_000_000),
                tenSeconds(LEFT, 900_000_000)));

        assertThat(observed)
                .extracting(one -> one.link().bytesPerSecond())
                .containsExactly(10_000_000L, 30_000_000L, 10_000_000L, 12_500_000L);
        assertThat(observed).allSatisfy(one -> {
            assertThat(one.cargo().memory()).isEqualTo(MemorySize.ofMebibytes(128));
            assertThat(one.copy()).isEqualTo(Duration.ofSeconds(10));
            assertThat(one.pause()).isEqualTo(Duration.ofSeconds(3));
        });
    }

    private static LinkSpeeds.Moved tenSeconds(String from, long bytes) {
        return new LinkSpeeds.Moved(from, 128, bytes, 10_000_000_000L, 3_000_000_000L);
    }
}
