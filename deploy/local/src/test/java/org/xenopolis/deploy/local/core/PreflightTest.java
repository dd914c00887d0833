package org.xenopolis.deploy.local.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private static final long ENOUGH = 8L << 30;

    @Test
    void aFreeMachineHasNoProblems() {
        assertThat(preflight(Map.of(), List.of(), ENOUGH, ENOUGH)).isEmpty();
    }

    @Test
    void aTakenPortIsNamedWithWhoWantsIt() {
        assertThat(preflight(Map.of("kafka broker", 7792), List.of(), ENOUGH, ENOUGH))
                .singleElement()
                .asString()
                .startsWith("port 7792 (kafka broker) already in use")
                .doesNotContain("\n");
    }

    @Test
    void manyTakenPortsFitOnOneLine() {
        Map<String, Integer> taken = Map.of("a", 1, "b", 2, "c", 3, "d", 4, "e", 5);

        assertThat(preflight(taken, List.of(), ENOUGH, ENOUGH))
                .singleElement()
                .asString()
                .startsWith("ports 1 (a), 2 (b), 3 (c) and 2 more already in use");
    }

    @Test
    void aFullDiskAndAMissingProgramAreTwoLines() {
        assertThat(preflight(Map.of(), List.of("scheduler.jar"), Preflight.DISK_MIN_BYTES - 1, ENOUGH))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("not built: scheduler.jar"))
                .anyMatch(line -> line.startsWith("the disk has 2.0 GiB free"));
    }

    @Test
    void tooLittleMemoryIsSaid() {
        assertThat(preflight(Map.of(), List.of(), ENOUGH, 1L << 30))
                .singleElement()
                .asString()
                .startsWith("the machine has 1.0 GiB of memory available");
    }

    private static List<String> preflight(Map<String, Integer> ports, List<String> artifacts, long disk, long memory) {
        return new Preflight(ports, artifacts, List.of(), disk, memory).problems();
    }
}
