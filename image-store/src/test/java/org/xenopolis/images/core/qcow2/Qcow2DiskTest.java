package org.xenopolis.images.core.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.images.Qcow2Sample;
import org.xenopolis.images.Samples;
import org.xenopolis.images.core.inspect.ByteView;
import org.xenopolis.images.core.inspect.InspectionLimits;
import org.xenopolis.images.core.inspect.Qcow2Header;

class Qcow2DiskTest {
    static LongStream seeds() {
        return LongStream.range(0, 24);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsBackEveryDiskThatWasWritten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int clusterBits = 9 + random.nextInt(9);
        byte[] disk = Samples.disk(512 * (16 + random.nextInt(2_000)), seed);

        byte[] read = read(Qcow2Sample.of(disk, clusterBits));

        assertThat(read).isEqualTo(disk);
    }

    @Test
    void saysWhatIsBrokenInsteadOfReadingElsewhere() {
        byte[] disk = Samples.disk(1 << 18, 1);
        for (long wrong : new long[] {1L << 40, 0x1ffL << 9 | 512, Long.MAX_VALUE & ~(1L << 62)}) {
            byte[] file = Qcow2Sample.of(disk, 12);
            ByteBuffer.wrap(file).putLong(2 << 12, wrong);

            assertThat(disk(file).read(0)).isInstanceOf(Cluster.Broken.class);
        }
    }

    @Test
    void unpacksNoMoreThanOneCluster() {
        byte[] file = Qcow2Sample.of(new byte[1 << 16], 12);
        Qcow2Disk disk = disk(file);

        assertThat(disk.read(0)).isInstanceOf(Cluster.Zeroes.class);
        assertThat(disk.clusters()).isEqualTo(16);
    }

    private static byte[] read(byte[] file) {
        Qcow2Disk disk = disk(file);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long i = 0; i < disk.clusters(); i++) {
            switch (disk.read(i)) {
                case Cluster.Zeroes(int bytes) -> out.writeBytes(new byte[bytes]);
                case Cluster.Data(byte[] bytes) -> out.writeBytes(bytes);
                case Cluster.Broken(String reason) -> throw new AssertionError(reason);
            }
        }
        return out.toByteArray();
    }

    private static Qcow2Disk disk(byte[] file) {
        ByteView view = ByteView.of(file);
        return switch (Qcow2Header.parse(view, InspectionLimits.DEFAULT)) {
            case Qcow2Header.Parsed.Header(Qcow2Header header) -> new Qcow2Disk(view, header);
            case Qcow2Header.Parsed.Bad(String reason) -> throw new AssertionError(reason);
        };
    }
}
