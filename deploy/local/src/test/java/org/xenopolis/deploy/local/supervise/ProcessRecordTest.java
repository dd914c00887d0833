package org.xenopolis.deploy.local.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.engines.EngineProcess;
import org.xenopolis.deploy.engines.LaunchPlan;

class ProcessRecordTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void theProcessRecordsItselfBeforeItBecomesTheProgram() {
        try (EngineProcess process = sleeper()) {
            ProcessRecord record = ProcessRecord.read(folder, "sleeper").orElseThrow();

            assertThat(record.pid()).isEqualTo(process.pid());
            assertThat(record.isAlive()).isTrue();
            assertThat(record.stopSignal()).isEqualTo("TERM");
            assertThat(record.level()).isEqualTo(7);
        }
    }

    @Test
    void anEndedProcessIsNotAlive() {
        EngineProcess process = sleeper();
        process.kill();

        assertThat(ProcessRecord.read(folder, "sleeper").orElseThrow().isAlive())
                .isFalse();
    }

    @Test
    void aRecycledProcessIdIsNotTaken() {
        try (EngineProcess process = sleeper()) {
            ProcessRecord record = ProcessRecord.read(folder, "sleeper").orElseThrow();
            ProcessRecord earlier = new ProcessRecord(
                    record.name(), process.pid(), record.startTicks() - 1, record.boot(), record.stopSignal(), 0);
            ProcessRecord otherBoot = new ProcessRecord(
                    record.name(), process.pid(), record.startTicks(), "other", record.stopSignal(), 0);

            assertThat(earlier.isAlive()).isFalse();
            assertThat(otherBoot.isAlive()).isFalse();
        }
    }

    @Test
    void aProgramsNameMayHoldSpacesAndParentheses() {
        String stat = "42 (a) b) (c) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 10 20";

        assertThat(ProcessRecord.startTicks(stat)).isEqualTo(987_654);
    }

    private EngineProcess sleeper() {
        LaunchPlan plan = new LaunchPlan(List.of("sleep", "300"), Map.of(), folder, "TERM");
        Path file = ProcessRecord.file(folder, "sleeper");
        EngineProcess process = EngineProcess.start(
                "sleeper",
                ProcessRecord.recorded("sleeper", plan, file, 7),
                folder.resolve("log"),
                EngineProcess.Lifetime.OWN);
        process.awaitReady(() -> Files.exists(file), PATIENCE);
        return process;
    }
}
