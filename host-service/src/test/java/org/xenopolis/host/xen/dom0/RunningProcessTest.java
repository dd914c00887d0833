package org.xenopolis.host.xen.dom0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningProcessTest {
    private static RunningProcess start(String script) throws IOException {
        return new RunningProcess(
                "script", new ProcessBuilder("/bin/sh", "-c", script).start(), Duration.ofSeconds(30));
    }

    @Test
    void whatAProgramLeavesBehindIsNotWaitedFor() throws IOException {
        try (RunningProcess program = start("sleep 60 >&- & echo $!")) {
            ProcessHandle left = ProcessHandle.of(
                            Long.parseLong(program.finish(new byte[0]).strip()))
                    .orElseThrow();
            assertThat(left.isAlive()).isTrue();
            left.destroyForcibly();
        }
    }

    @Test
    void aFailureSaysWhatTheProgramComplainedOf() throws IOException {
        try (RunningProcess program = start("echo it hurts >&2; exit 3")) {
            assertThatThrownBy(program::await)
                    .isInstanceOf(Dom0Exception.class)
                    .hasMessageContaining("3")
                    .hasMessageContaining("it hurts");
        }
    }
}
