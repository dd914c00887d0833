package org.xenopolis.images.core.qcow2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.images.Samples;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.inspect.ByteView;
import org.xenopolis.images.core.inspect.Inspection;
import org.xenopolis.images.core.inspect.InspectionLimits;
import org.xenopolis.images.core.inspect.Inspector;
import org.xenopolis.images.core.inspect.Qcow2Header;

/** Files that QEMU's own tool wrote; runs where qemu-img is installed (Debian: qemu-utils). */
class QemuAgreementTest {
    @TempDir
    Path folder = Path.of("");

    private final byte[] disk = Samples.disk(3 << 20, 1);

    @BeforeEach
    void writeTheDisk() throws IOException {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "qemu-img"))),
                "qemu-img is not installed");
        Files.write(folder.resolve("disk.raw"), disk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-o compat=1.1",
                "-c -o compat=1.1",
                "-c -o compat=0.10",
                "-o compat=0.10,cluster_size=512",
                "-c -o cluster_size=2M",
                "-c -o cluster_size=4k",
                "-o lazy_refcounts=on",
                "-o preallocation=metadata",
                "-o refcount_bits=1"
            })
    void readsWhatQemuWrote(String options) throws Exception {
        qemu("convert -f raw -O qcow2 " + options + " disk.raw disk.qcow2");

        assertThat(read(Files.readAllBytes(folder.resolve("disk.qcow2")))).isEqualTo(disk);
    }

    @Test
    void readsTheCurrentDiskOfAFileWithSnapshots() throws Exception {
        qemu("convert -f raw -O qcow2 disk.raw disk.qcow2");
        qemu("snapshot -c first disk.qcow2");

        assertThat(read(Files.readAllBytes(folder.resolve("disk.qcow2")))).isEqualTo(disk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create -f qcow2 -b disk.raw -F raw other.img",
                "create -f qcow2 -o data_file=data.raw other.img 1M",
                "create -f qcow2 -o extended_l2=on other.img 1M",
                "create -f qcow2 -o compression_type=zstd other.img 1M",
                "create -f qcow2 --object secret,id=s,data=abc -o encrypt.format=aes,encrypt.key-secret=s other.img 1M",
                "convert -f raw -O vmdk disk.raw other.img",
                "convert -f raw -O vmdk -o subformat=monolithicFlat disk.raw other.img",
                "convert -f raw -O vdi disk.raw other.img",
                "convert -f raw -O vhdx disk.raw other.img",
                "convert -f raw -O vpc disk.raw other.img",
                "convert -f raw -O vpc -o subformat=fixed disk.raw other.img",
                "convert -f raw -O qed disk.raw other.img",
                "convert -f raw -O qcow disk.raw other.img",
                "convert -f raw -O parallels disk.raw other.img"
            })
    void refusesWhatItDoesNotTake(String command) throws Exception {
        qemu(command);

        Inspection answer = new Inspector(InspectionLimits.DEFAULT)
                .inspect(PartRole.DISK, ByteView.of(Files.readAllBytes(folder.resolve("other.img"))));

        assertThat(answer).isInstanceOf(Inspection.Refused.class);
    }

    private static byte[] read(byte[] file) {
        ByteView view = ByteView.of(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (Qcow2Header.parse(view, InspectionLimits.DEFAULT)) {
            case Qcow2Header.Parsed.Bad(String reason) -> throw new AssertionError(reason);
            case Qcow2Header.Parsed.Header(Qcow2Header header) -> {
                Qcow2Disk disk = new Qcow2Disk(view, header);
                for (long i = 0; i < disk.clusters(); i++) {
                    switch (disk.read(i)) {
                        case Cluster.Zeroes(int bytes) -> out.writeBytes(new byte[bytes]);
                        case Cluster.Data(byte[] bytes) -> out.writeBytes(bytes);
                        case Cluster.Broken(String reason) -> throw new AssertionError(reason);
                    }
                }
            }
        }
        return out.toByteArray();
    }

    private void qemu(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("qemu-img"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
    }
}
