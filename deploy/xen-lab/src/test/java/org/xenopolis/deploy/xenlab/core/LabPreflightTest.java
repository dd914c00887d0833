package org.xenopolis.deploy.xenlab.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenopolis.deploy.xenlab.core.LabPreflight.Need;

class LabPreflightTest {
    private static final long ENOUGH = 64L << 30;
    private static final Need UP = Need.toRun(new LabSettings(2, 2048, new LabNetwork(77), "abc"));

    @Test
    void aFitMachineHasNoProblems() {
        assertThat(preflight(UP, true, true, List.of(), ENOUGH, ENOUGH)).isEmpty();
        assertThat(preflight(Need.toBuild(), true, false, List.of(), ENOUGH, ENOUGH))
                .isEmpty();
    }

    @Test
    void missingProgramsAreNamedWithTheLineThatInstallsThem() {
        assertThat(preflight(UP, true, true, List.of("qemu-system-x86_64", "ssh", "ssh-keygen"), ENOUGH, ENOUGH))
                .containsExactly("not installed: qemu-system-x86_64, ssh, ssh-keygen"
                        + " (apt-get install --no-install-recommends openssh-client qemu-system-x86)");
    }

    @Test
    void everyProgramThatIsNeededHasAPackage() {
        for (Need need : List.of(UP, Need.toBuild())) {
            for (String program : need.programs()) {
                assertThat(preflight(need, true, true, List.of(program), ENOUGH, ENOUGH))
                        .singleElement()
                        .asString()
                        .matches("not installed: .*\\(apt-get install --no-install-recommends [a-z0-9-]+\\)");
            }
        }
    }

    @Test
    void memoryIsCountedForAllHosts() {
        assertThat(preflight(UP, true, true, List.of(), 4L << 30, ENOUGH))
                .containsExactly("the machine has 4.0 GiB of memory available, lab up needs 4.3 GiB:"
                        + " see --hosts and --memory");
    }

    @Test
    void eachProblemIsOneLine() {
        LabPreflight worst = new LabPreflight(UP, false, false, List.of("ip"), 0, 0, Optional.of("xl77m"));

        assertThat(worst.problems())
                .hasSize(6)
                .noneMatch(line -> line.contains("\n"))
                .anyMatch(line -> line.startsWith("./xeno lab up has to run as root"))
                .anyMatch(line -> line.startsWith("/dev/net/tun is missing"))
                .anyMatch(line -> line.startsWith("another lab has the network xl77m"));
    }

    private static List<String> preflight(
            Need need, boolean root, boolean tun, List<String> missing, long memory, long disk) {
        return new LabPreflight(need, root, tun, missing, memory, disk, Optional.empty()).problems();
    }
}
