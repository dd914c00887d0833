package org.xenopolis.images.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.images.Qcow2Sample;
import org.xenopolis.images.Samples;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.inspect.Inspection.Accepted;
import org.xenopolis.images.core.qcow2.Cluster;
import org.xenopolis.images.core.qcow2.Qcow2Disk;

/** Whatever bytes come: an answer, never an exception; a bounded number of reads; no other file is ever named. */
class InspectorPropertyTest {
    private static final int MUTATIONS = 400;
    private static final int READS_MAX = 400;
    private static final InspectionLimits LIMITS = new InspectionLimits(1L << 30, 2_000, 64L << 20);
    private static final byte[][] SEEDS = {
        Qcow2Sample.of(Samples.disk(1 << 18, 1), 12),
        Qcow2Sample.of(Samples.disk(1 << 16, 2), 9),
        Samples.bzImage(4_096),
        Samples.elf(18),
        Samples.gzip(Samples.cpio()),
        Samples.cpio(),
        Samples.disk(1 << 16, 3)
    };

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersForEveryMutationWithinItsBounds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Inspector inspector = new Inspector(LIMITS);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] file = mutated(random);
            CountingView view = new CountingView(ByteView.of(file));
            PartRole role = PartRole.values()[random.nextInt(3)];

            Inspection answer = inspector.inspect(role, view);

            assertThat(view.reads).isLessThan(READS_MAX);
            assertThat(view.bytes).isLessThan(8L << 20);
            if (answer instanceof Accepted(Format format, long virtualBytes, var ignored)) {
                assertThat(virtualBytes).isBetween(1L, LIMITS.diskBytesMax());
                if (format == Format.QCOW2) {
                    assertNamesNoOtherFile(file);
                    assertReadsWithoutException(file);
                }
            }
        }
    }

    private static byte[] mutated(SplittableRandom random) {
        byte[] file = SEEDS[random.nextInt(SEEDS.length)].clone();
        int hits = 1 + random.nextInt(6);
        for (int i = 0; i < hits; i++) {
            // Mostly in the header, where the decisions are.
            int at = random.nextInt(random.nextInt(4) == 0 ? file.length : Math.min(file.length, 160));
            switch (random.nextInt(4)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> file[at] = (byte) 0xff;
                default -> {
                    byte[] other = SEEDS[random.nextInt(SEEDS.length)];
                    int length = Math.min(Math.min(8, file.length - at), other.length);
                    System.arraycopy(other, 0, file, at, length);
                }
            }
        }
        return random.nextInt(8) == 0 ? java.util.Arrays.copyOf(file, random.nextInt(file.length)) : file;
    }

    /** Written apart from the inspector: every field by which QEMU would open another file is empty. */
    private static void assertNamesNoOtherFile(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        assertThat(in.getLong(8)).isZero();
        if (in.getInt(4) >= 3) {
            assertThat(in.getLong(72) & 4).isZero();
        }
        int at = in.getInt(4) >= 3 ? in.getInt(100) : 72;
        while (at + 8 <= file.length && in.getInt(at) != 0) {
            assertThat(in.getInt(at)).isNotIn(0xe2792aca, 0x44415441);
            long next = at + 8L + ((Integer.toUnsignedLong(in.getInt(at + 4)) + 7) & ~7L);
            if (next > 1 << in.getInt(20)) {
                return;
            }
            at = (int) next;
        }
    }

    private static void assertReadsWithoutException(byte[] file) {
        ByteView view = ByteView.of(file);
        if (Qcow2Header.parse(view, LIMITS) instanceof Qcow2Header.Parsed.Header(Qcow2Header header)) {
            Qcow2Disk disk = new Qcow2Disk(view, header);
            for (long i = 0; i < Math.min(disk.clusters(), 200); i++) {
                Cluster ignored = disk.read(i);
            }
        }
    }

    private static final class CountingView implements ByteView {
        private final ByteView file;
        private int reads;
        private long bytes;

        CountingView(ByteView file) {
            this.file = file;
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public byte[] read(long offset, int length) {
            byte[] got = file.read(offset, length);
            reads++;
            bytes += got.length;
            return got;
        }
    }
}
