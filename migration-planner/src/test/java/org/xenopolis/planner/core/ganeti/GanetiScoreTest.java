package org.xenopolis.planner.core.ganeti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.planner.core.SharedFiles;

class GanetiScoreTest {
    private static final Pattern SCORE = Pattern.compile("Initial coefficients: overall ([0-9.]+)");

    /** What {@code hbal -l 0 -v -v} of Ganeti 3.0.2 printed for these files. */
    @ParameterizedTest
    @CsvSource({"shared,shared,27.58760568", "shared,,29.34088037", "mirrored,,9.49629825"})
    void isWhatHbalSays(String cluster, String load, double score) throws Exception {
        GanetiCluster read = Clusters.read(cluster, load);

        assertThat(GanetiScore.of(read, read.pairs())).isCloseTo(score, within(5e-9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clean-nonzero-score",
                "common-suffix",
                "hbal-cpu-speed",
                "hbal-dyn",
                "hbal-evac",
                "hbal-excl-tags",
                "hbal-forth",
                "hbal-soft-errors",
                "hbal-soft-errors2",
                "hroller-nonredundant",
                "hroller-online",
                "hspace-existing",
                "hspace-groups-one",
                "hsqueeze-mixed-instances",
                "n1-failure",
                "partly-used",
                "plain-n1-restriction",
                "shared-n1-failure",
                "shared-n1-restriction",
                "unique-reboot-order"
            })
    void isWhatHbalSaysOfGanetisOwnTestClusters(String name) throws Exception {
        Path file = SharedFiles.data("ganeti/htools-tests/" + name + ".data");
        GanetiCluster read = GanetiText.parse(name, Files.readString(file), "none", "");

        Matcher hbal = SCORE.matcher(SharedFiles.run("hbal", "-t", file.toString(), "-l", "0", "-v", "-v"));

        assertThat(hbal.find()).isTrue();
        assertThat(GanetiScore.of(read, read.pairs())).isCloseTo(Double.parseDouble(hbal.group(1)), within(1e-8));
    }
}
