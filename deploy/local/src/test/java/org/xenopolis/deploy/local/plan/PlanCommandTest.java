package org.xenopolis.deploy.local.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
