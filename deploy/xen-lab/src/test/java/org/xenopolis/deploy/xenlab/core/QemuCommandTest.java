package org.xenopolis.deploy.xenlab.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QemuCommandTest {
    private static final LabSettings SETTINGS = new LabSettings(2, 2048, new LabNetwork(77), "abc");

    @Test
    void bootsXenWithDom0AndTheHostsOwnStart() {
        List<String> arguments = arguments(2, "/lab/xen2");

        assertThat(valueOf(arguments, "-kernel")).isEqualTo("/cache/xen");
        assertThat(valueOf(arguments, "-append")).contains("dom0_mem=896M,max:896M");
        assertThat(valueOf(arguments, "-initrd")).startsWith("/cache/vmlinuz ").endsWith(",/lab/xen2/initrd.img");
        assertThat(valueOf(arguments, "-m")).isEqualTo("2048");
        assertThat(valueOf(arguments, "-serial")).isEqualTo("file:/lab/xen2/serial.log");
    }

    @Test
    void neverUsesKvmNorTheFeaturesThatCrashDom0() {
        List<String> arguments = arguments(1, "/lab/xen1");

        assertThat(valueOf(arguments, "-accel")).startsWith("tcg");
        assertThat(valueOf(arguments, "-cpu")).isEqualTo("max,-smap,-smep");
        assertThat(arguments).doesNotContain("-enable-kvm");
    }

    @Test
    void xenSwitchesVectorRegistersAtOnceSoThatDigestsComeOutRight() {
        assertThat(valueOf(arguments(1, "/lab/xen1"), "-append")).contains("spec-ctrl=eager-fpu");
    }

    @Test
    void eachHostHasItsOwnLinks() {
        assertThat(arguments(2, "/lab/xen2"))
                .contains("tap,id=management,ifname=xl77m2,script=no,downscript=no")
                .contains("tap,id=guest,ifname=xl77g2,script=no,downscript=no")
                .contains("virtio-net-pci,netdev=management,mac=52:54:00:4d:00:02");
    }

    @Test
    void aCommaInAPathDoesNotEndAnOption() {
        assertThat(arguments(1, "/lab,1/xen1"))
                .anyMatch(argument -> argument.endsWith("file=/lab,,1/xen1/dom0.qcow2"))
                .anyMatch(argument -> argument.endsWith(",/lab,,1/xen1/initrd.img"));
    }

    @Test
    void aProcessIsKnownByItsPidFile() {
        Path pid = new HostFiles(Path.of("/lab/xen1")).pid();

        assertThat(arguments(1, "/lab/xen1")).containsSequence(QemuCommand.pidFile(pid));
    }

    private static List<String> arguments(int number, String folder) {
        return new QemuCommand(new HostNumber(number), SETTINGS, Path.of("/cache"), new HostFiles(Path.of(folder)))
                .arguments();
    }

    private static String valueOf(List<String> arguments, String option) {
        return arguments.get(arguments.indexOf(option) + 1);
    }
}
