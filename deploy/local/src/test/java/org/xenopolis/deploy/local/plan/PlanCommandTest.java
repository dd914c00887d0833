package org.xenopolis.deploy.local.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.local.Xeno;

class PlanCommandTest {
    private static final String CLUSTER = """
            blue|uuid-1|preferred||

            alpha|16384|1024|7168|102400|92160|8|M|uuid-1|4||N|0|1|1.0
            beta|16384|1024|15360|102400|102400|8|N|uuid-1|4||N|0|1|1.0

            one|4096|10240|2|running|Y|alpha||rbd||1|1|N
            two|4096|10240|2|running|Y|alpha||rbd||1|1|N

            """;

    @TempDir
    Path folder;

    @Test
    void aClusterIsBalancedAndWrittenInItsOwnFormat() throws Exception {
        Path cluster = Files.writeString(folder.resolve("cluster.txt"), CLUSTER);
        Path moved = folder.resolve("moved.txt");

        assertThat(Xeno.run("plan", "--ganeti", cluster.toString(), "--out", moved.toString()))
                .isZero();

        String text = Files.readString(moved);
        assertThat(text).contains("|Y|alpha||rbd|", "|Y|beta||rbd|");
        assertThat(text).contains("alpha|16384|1024|11264|", "beta|16384|1024|11264|");
    }

    @Test
    void aReassignmentIsWrittenAsMachines() throws Exception {
        Path model =
                Files.writeString(folder.resolve("model"), "1 0 10 2 0 0 10 2 0 1 0 0 10 9 1 0 1 0 0 1 0 8 1 0 1 1 1");
        Path initial = Files.writeString(folder.resolve("initial"), "0");
        Path out = folder.resolve("new");

        assertThat(Xeno.run(
                        "plan",
                        "--roadef",
                        model.toString(),
                        initial.toString(),
                        "--seconds",
                        "0.2",
                        "--out",
                        out.toString()))
                .isZero();

        assertThat(out).hasContent("1\n");
    }

    @Test
    void badInputIsOneLineThatNamesThePlace() throws Exception {
        Path cluster = Files.writeString(folder.resolve("cluster.txt"), CLUSTER.replace("two|4096", "two|lots"));
        PrintStream error = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Xeno.run("plan", "--ganeti", cluster.toString(), "--out", "never"))
                    .isEqualTo(1);
        } finally {
            System.setErr(error);
        }

        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualTo("xeno: " + cluster + ", line 7: memory is not a number: 'lots'" + System.lineSeparator());
    }

    private static final String FLEET = """
            {"format": "xenopolis-cluster/1",
             "hosts": [
              {"id": "00000000-0000-7000-8000-000000000001", "name": "one", "zone": "a", "state": "UP", "physicalCpus": 8,
               "vcpuOvercommitPermille": 4000, "memoryBytes": 17179869184, "diskBytes": 1000000000000,
               "xenVersion": "4.17.0", "cpuVendor": "GenuineIntel", "cpuFeatures": ["avx2"], "cpuFraction": 0.9},
              {"id": "00000000-0000-7000-8000-000000000002", "name": "two", "zone": "a", "state": "UP", "physicalCpus": 8,
               "vcpuOvercommitPermille": 4000, "memoryBytes": 17179869184, "diskBytes": 1000000000000,
               "xenVersion": "4.17.0", "cpuVendor": "GenuineIntel", "cpuFeatures": ["avx2"], "cpuFraction": 0.1}],
             "guests": [
              {"id": "00000000-0000-7000-8000-000000000003", "tenantId": "00000000-0000-7000-8000-00000000000a",
               "hostId": "00000000-0000-7000-8000-000000000001", "state": "RUNNING", "vcpus": 2,
               "memoryBytes": 1073741824, "diskBytes": 1000000000, "cpuCores": 3.5}]}
            """;

    @Test
    void aFleetOfOurOwnIsDrainedByNameAndThePlanIsWritten() throws Exception {
        Path fleet = Files.writeString(folder.resolve("fleet.json"), FLEET);
        Path plan = folder.resolve("plan.json");

        assertThat(Xeno.run(
                        "plan",
                        "--cluster",
                        fleet.toString(),
                        "--goal",
                        "drain=one",
                        "--explain",
                        "--out",
                        plan.toString()))
                .isZero();

        assertThat(plan).content().contains("\"toHostId\" : \"00000000-0000-7000-8000-000000000002\"");
    }

    @Test
    void aPinnedGuestLeavesOnlyByForce() throws Exception {
        String pinned = FLEET.replace("\"vcpus\": 2", "\"migration\": \"PINNED\", \"pauseMaxMillis\": 5, \"vcpus\": 2")
                .replace(
                        "\"cpuFraction\"",
                        "\"networkBytesPerSecond\": 1e8, \"networkMaxBytesPerSecond\": 125000000, \"cpuFraction\"");
        Path fleet = Files.writeString(folder.resolve("fleet.json"), pinned);
        Path plan = folder.resolve("plan.json");
        String[] drain = {"plan", "--cluster", fleet.toString(), "--goal", "drain=one", "--out", plan.toString()};

        assertThat(Xeno.run(drain)).isZero();
        assertThat(plan).content().doesNotContain("toHostId");
        assertThat(Xeno.run(Stream.concat(Stream.of(drain), Stream.of("--force", "--explain"))
                        .toArray(String[]::new)))
                .isZero();
        assertThat(plan).content().contains("toHostId").contains("by force");
        assertThat(said(pinned.replace("PINNED", "NEVER"), "balance"))
                .endsWith("fleet.json: guests[0].migration: it is ALLOWED or PINNED (NEVER)");
        assertThat(said(FLEET, "repair=99")).contains("how many hosts may fail at once, 1..16");
    }

    @Test
    void whatIsWrongInAFleetIsSaidInOneLineWithItsPlace() throws Exception {
        assertThat(said(FLEET.replace("\"vcpus\": 2", "\"vcpus\": \"two\""), "balance"))
                .endsWith("fleet.json: guests[0].vcpus: a whole number is needed (two)");
        assertThat(said(FLEET.replace("\"name\": \"two\", ", ""), "balance"))
                .endsWith("fleet.json: hosts[1].name: is missing");
        assertThat(said(
                        FLEET.replace("\"hostId\": \"00000000-0000-7000-8000-000000000001\"", "\"hostId\": \"here\""),
                        "balance"))
                .endsWith("fleet.json: guests[0].hostId: an id is a UUID (here)");
        assertThat(said(FLEET.replace("[", ""), "balance"))
                .endsWith("fleet.json:5:78: not JSON: Unexpected close marker ']': expected '}'");
        assertThat(said(FLEET, "drain=nowhere")).contains("has no host nowhere");
        assertThat(said(FLEET, "sleep")).contains("it is one of balance | ");
    }

    /** What is said to the error stream, which is one line. */
    private String said(String text, String goal) throws Exception {
        Path fleet = Files.writeString(folder.resolve("fleet.json"), text);
        PrintStream error = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Xeno.run("plan", "--cluster", fleet.toString(), "--goal", goal))
                    .isEqualTo(1);
        } finally {
            System.setErr(error);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
        return said.toString(StandardCharsets.UTF_8).strip();
    }
}
