package org.xenopolis.deploy.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Its judge is a program of its own beside the build: that it still fits the agent's simulator is seen by running it. */
class PreCopyBenchIT {
    @TempDir
    Path work;

    @Test
    void thePlannerForetellsWhatTheSimulatorDoes() {
        Path root = Path.of("../..").toAbsolutePath().normalize();
        List<Figure> figures = new PreCopyBench(new Peers(root, work, System.out)).run();
        assertThat(figures).hasSize(4);
        // Untaught it is wrong: so there was something to be learned.
        assertThat(figures.getLast().value()).isPositive();
        assertThat(figures.subList(0, 2)).allMatch(figure -> Boolean.TRUE.equals(figure.holds()));
    }
}
