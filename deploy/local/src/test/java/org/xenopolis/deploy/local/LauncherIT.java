package org.xenopolis.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.deploy.local.core.PortPlan;
import org.xenopolis.deploy.local.stack.StateFolder;
import org.xenopolis.deploy.local.supervise.PartStatus;
import org.xenopolis.deploy.local.supervise.ProcessRecord;
import org.xenopolis.deploy.local.supervise.Supervisor;

/** The launcher as a user runs it, each command a process of its own, with the small parts of the stack. */
class LauncherIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    @TempDir
    Path folder;

    private final int base = freeBase();

    @AfterEach
    void endEverything() throws Exception {
        xeno("down");
    }

    @Test
    void upRunsUntilDownAndTheDataIsKeptUntilWipe() throws Exception {
        Answer up = xeno("up", "--only", "postgres,kafka", "--port-base", String.valueOf(base));
        assertThat(up.code()).as(up.text()).isZero();
        assertThat(xeno("status").text()).contains("postgres", "kafka").contains("ready");
        List<ProcessRecord> processes = records();
        assertThat(processes).hasSize(3).allMatch(ProcessRecord::isAlive);

        Answer again = xeno("up", "--only", "postgres,kafka", "--port-base", String.valueOf(base));
        assertThat(again.text()).contains("Already running");
        assertThat(records()).isEqualTo(processes);

        assertThat(xeno("down").code()).isZero();
        assertThat(processes).noneMatch(ProcessRecord::isAlive);
        assertThat(FreePorts.isFree(new PortPlan(base).postgres())).isTrue();
        assertThat(state().data("postgres").resolve("data/PG_VERSION")).exists();
        assertThat(xeno("status").code()).isEqualTo(1);

        assertThat(xeno("down", "--wipe").code()).isZero();
        assertThat(state().root()).doesNotExist();
    }

    @Test
    void aTakenPortIsRefusedInOneLineAndNothingIsStarted() throws Exception {
        int port = new PortPlan(base).postgres();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            Answer up = xeno("up", "--only", "postgres", "--port-base", String.valueOf(base));

            assertThat(taken.isBound()).isTrue();
            assertThat(up.code()).isEqualTo(1);
            assertThat(up.text().strip()).startsWith("xeno: port " + port).hasLineCount(1);
            assertThat(records()).isEmpty();
        }
    }

    @Test
    void aKilledPartComesBack() throws Exception {
        assertThat(xeno("up", "--only", "postgres", "--port-base", String.valueOf(base))
                        .code())
                .isZero();
        ProcessRecord first = record("postgres");

        kill(first);

        await(() -> ProcessRecord.read(state().run(), "postgres").stream()
                .anyMatch(record -> record.pid() != first.pid() && record.isAlive()));
        await(() -> Supervisor.status(state()).stream()
                .anyMatch(part -> part.state() == PartStatus.State.READY && part.failures() > 0));
        assertThat(xeno("status").code()).isZero();
    }

    @Test
    void downFindsTheOrphansOfAKilledSupervisor() throws Exception {
        assertThat(xeno("up", "--only", "postgres", "--port-base", String.valueOf(base))
                        .code())
                .isZero();
        ProcessRecord supervisor = record(Supervisor.NAME);
        ProcessRecord postgres = record("postgres");

        kill(supervisor);
        assertThat(postgres.isAlive()).isTrue();
        assertThat(xeno("status").code()).isEqualTo(1);
        assertThat(xeno("down").code()).isZero();

        assertThat(postgres.isAlive()).isFalse();
        assertThat(Files.exists(state().data("postgres").resolve("data/postmaster.pid")))
                .isFalse();
    }

    @Test
    void aPartThatCannotStartTakesTheOthersDownAgain() throws Exception {
        assertThat(xeno("up", "--only", "postgres", "--port-base", String.valueOf(base))
                        .code())
                .isZero();
        assertThat(xeno("down").code()).isZero();
        Files.writeString(state().data("postgres").resolve("data/PG_VERSION"), "9\n");

        Answer up = xeno("up", "--only", "postgres,kafka", "--port-base", String.valueOf(base));

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.text()).contains("xeno: postgres cannot be started: the database in");
        assertThat(records()).noneMatch(ProcessRecord::isAlive);
    }

    /** What a command printed, and its exit code. */
    private record Answer(int code, String text) {}

    private Answer xeno(String command, String... options) throws IOException, InterruptedException {
        Path target = ROOT.resolve("deploy/local/target");
        List<String> line = new ArrayList<>(List.of(Jvm.JAVA, "-Xmx128m", "-XX:+UseSerialGC"));
        line.add("-Dxeno.root=" + ROOT);
        line.addAll(List.of("-cp", target.resolve("classes") + ":" + target.resolve("lib") + "/*"));
        line.addAll(
                List.of(Xeno.class.getName(), command, "--state", state().root().toString()));
        line.addAll(List.of(options));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), Files.readString(output));
    }

    private StateFolder state() {
        return new StateFolder(folder.resolve("state"));
    }

    private List<ProcessRecord> records() {
        return ProcessRecord.readAll(state().run());
    }

    private ProcessRecord record(String name) {
        return ProcessRecord.read(state().run(), name).orElseThrow();
    }

    private static void kill(ProcessRecord record) {
        ProcessHandle.of(record.pid()).orElseThrow().destroyForcibly();
        await(() -> !record.isAlive());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("still waiting").isNegative();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** A base below the range that the kernel picks from, different for each test process. */
    private static int freeBase() {
        int slot = (int) (ProcessHandle.current().pid() % 100);
        for (int i = 0; i < 100; i++) {
            PortPlan plan = new PortPlan(10_000 + (slot + i) % 100 * 200);
            if (FreePorts.isFree(plan.postgres()) && FreePorts.isFree(plan.kafka())) {
                return plan.base();
            }
        }
        throw new IllegalStateException("no free ports");
    }
}
