package org.xenopolis.deploy.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.engines.EngineProcess.Lifetime;

class EngineProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aTetheredProcessDiesWithAJvmThatIsKilled() throws Exception {
        Process jvm = new ProcessBuilder(
                        Jvm.JAVA,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TetheredSleep.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(jvm.inputReader().readLine()).isEqualTo("started");
        List<ProcessHandle> children = jvm.descendants().toList();
        assertThat(children).isNotEmpty();

        jvm.destroyForcibly().waitFor();

        for (ProcessHandle child : children) {
            child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void theExitCodeOfATetheredProcessIsKept() {
        assertThat(start("exit 7", Lifetime.TETHERED).waitForEnd()).isEqualTo(7);
    }

    @Test
    void aProcessThatIgnoresItsSignalIsKilled() {
        EngineProcess stubborn = start("trap '' TERM; touch up; while :; do sleep 1; done", Lifetime.OWN);
        stubborn.awaitReady(() -> Files.exists(folder.resolve("up")), PATIENCE);

        stubborn.stop(Duration.ofMillis(200));

        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void aProcessThatEndsWhileStartingIsReportedWithItsLastWords() {
        EngineProcess brief = start("echo no such disk; exit 1", Lifetime.OWN);

        assertThatThrownBy(() -> brief.awaitReady(() -> false, PATIENCE))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no such disk");
    }

    @Test
    void aJavaProgramIsReportedWithTheLastCauseOfItsFailure() {
        EngineProcess brief = start("""
                echo '2026 ERROR (main) Failed to start: java.lang.RuntimeException: Failed to start'
                echo '\tat org.example.Main.main(Main.java:1)'
                echo 'Caused by: java.lang.IllegalStateException: there is no bucket'
                echo '\tat org.example.Bucket.open(Bucket.java:2)'; exit 1""", Lifetime.OWN);

        assertThatThrownBy(() -> brief.awaitReady(() -> false, PATIENCE)).hasMessageEndingWith("there is no bucket");
    }

    @Test
    void aSecretGoesOnlyToWhomItIsGiven() {
        Map<String, String> environment =
                Map.of("XENO_PG_PASSWORD", "a", "XENO_IMAGE_S3_SECRET_KEY", "b", "XENO_KAFKA", "c", "MY_KEY", "d");

        assertThat(EngineProcess.secrets(environment)).containsOnlyKeys("XENO_PG_PASSWORD", "XENO_IMAGE_S3_SECRET_KEY");
    }

    private EngineProcess start(String script, Lifetime lifetime) {
        LaunchPlan plan = new LaunchPlan(List.of("/bin/sh", "-c", script), Map.of(), folder, "TERM");
        return EngineProcess.start("script", plan, folder.resolve("log"), lifetime);
    }
}
