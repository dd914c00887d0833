package org.xenopolis.host.xen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    private StateFile file(String boot) {
        return new StateFile(folder.resolve("state"), "sightings", boot);
    }

    @Test
    void whatWasWrittenIsRead() {
        file("boot").write(List.of("a\tb", "c"));
        assertThat(file("boot").read()).containsExactly("a\tb", "c");
    }

    /** An agent that saw no guest wrote an empty line, and did not start again. */
    @Test
    void nothingIsNotAnEmptyLine() {
        file("boot").write(List.of());
        assertThat(file("boot").read()).isEmpty();
    }

    @Test
    void anotherBootBeginsAnew() {
        file("boot").write(List.of("a"));
        assertThat(file("another").read()).isEmpty();
        assertThat(new StateFile(folder, "none", "boot").read()).isEmpty();
    }
}
