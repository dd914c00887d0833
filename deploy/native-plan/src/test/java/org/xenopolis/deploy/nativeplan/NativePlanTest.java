package org.xenopolis.deploy.nativeplan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenopolis.planner.core.ganeti.GanetiTask;
import org.xenopolis.planner.core.ganeti.GanetiText;

class NativePlanTest {
    private static final Path PROGRAM = Path.of("target/plan").toAbsolutePath();
    private static final int NODES = 9;
    private static final int GUESTS = 90;

    @TempDir
    Path folder;

    @BeforeAll
    static void thereIsTheProgram() {
        assertThat(PROGRAM)
                .as("Debian's C compiler (apt-get install gcc libc6-dev)")
                .isExecutable();
    }

    @ParameterizedTest
    @CsvSource({"1,rbd", "2,rbd", "3,rbd", "1,drbd", "2,drbd", "3,drbd", "4,plain"})
    void itsPlanIsThatOfTheJvmToTheLastBit(long seed, String disks) throws Exception {
        String cluster = cluster(seed, disks);
        String load = load(seed);

        Ended ended = plan(cluster, load, "--max-moves", "25", "--seed", "" + seed);

        GanetiTask.Outcome expected =
                new GanetiTask(GanetiText.parse("cluster", cluster, "load", load), null, 25, 0, seed).run();
        assertThat(ended.code()).isZero();
        assertThat(ended.lines().subList(0, ended.lines().size() - 1)).isEqualTo(expected.said());
        assertThat(ended.lines().getLast()).matches("CPU \\d+\\.\\d{3} s");
        assertThat(out()).hasContent(expected.moved());
        assertThat(expected.said().size()).isGreaterThan(disks.equals("plain") ? 1 : 5);
    }

    @Test
    void whatItDoesNotKnowItLeavesToTheJvm() throws Exception {
        String cluster = cluster(1, "rbd");

        assertDeclines(plan(cluster, load(1), "--group", "blue"));
        assertDeclines(plan(cluster, load(1), "--effort=7"));
        assertDeclines(plan(cluster, load(1), "--help"));
        assertDeclines(plan(cluster, load(1), "--max-moves", "-1"));
        assertDeclines(plan(cluster, load(1), "--seed", "one"));
        assertDeclines(plan(cluster.replace("|4096|", "|lots|"), load(1)));
        assertDeclines(plan(cluster, "vm1 1 1 lots 1\n"));
        assertDeclines(plan(cluster + "\n".repeat((int) NativePlan.BYTES_MAX), load(1)));
        Path latin = Files.write(
                folder.resolve("latin"), cluster.replace("vm1|", "vmä|").getBytes(StandardCharsets.ISO_8859_1));
        assertDeclines(run(List.of("--ganeti", latin.toString(), "--out", out().toString())));
        assertDeclines(run(List.of("--ganeti", folder.resolve("nowhere").toString(), "--out", out().toString())));
    }

    private Path out() {
        return folder.resolve("moved.txt");
    }

    private void assertDeclines(Ended ended) {
        assertThat(ended.code()).isEqualTo(NativePlan.DECLINED);
        assertThat(ended.lines()).isEmpty();
        assertThat(out()).doesNotExist();
    }

    private record Ended(int code, List<String> lines) {}

    private Ended plan(String cluster, String load, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--ganeti",
                Files.writeString(folder.resolve("cluster.txt"), cluster).toString(),
                "--load",
                Files.writeString(folder.resolve("cluster.dynu"), load).toString(),
                "--out",
                out().toString()));
        arguments.addAll(List.of(options));
        return run(arguments);
    }

    private static Ended run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said.lines().toList());
    }

    /** The first node has most of the guests. */
    private static String cluster(long seed, String disks) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder guests = new StringBuilder();
        int[] free = new int[NODES];
        for (int guest = 0; guest < GUESTS; guest++) {
            int node = random.nextInt(random.nextInt(NODES) + 1);
            int second = (node + 1 + random.nextInt(NODES - 1)) % NODES;
            free[node] -= 4096;
            guests.append("vm%d|4096|10240|2|running|Y|node%d|%s|%s||1|1|N%n"
                    .formatted(guest, node, disks.equals("drbd") ? "node" + second : "", disks));
        }
        StringBuilder nodes = new StringBuilder();
        for (int node = 0; node < NODES; node++) {
            nodes.append("node%d|524288|4096|%d|10485760|9437184|64|N|uuid-1|12||N|0|1|1.0%n"
                    .formatted(node, 520192 + free[node]));
        }
        return "blue|uuid-1|preferred||\n\n" + nodes + "\n" + guests + "\n\n";
    }

    private static String load(long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        StringBuilder loads = new StringBuilder();
        for (int guest = 0; guest < GUESTS; guest++) {
            loads.append("vm%d %.4f %.4f %.4f %.4f%n"
                    .formatted(
                            guest, random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble()));
        }
        return loads.toString();
    }
}
