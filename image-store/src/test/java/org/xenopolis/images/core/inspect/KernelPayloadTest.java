package org.xenopolis.images.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.images.Samples;
import org.xenopolis.images.core.BootFact;
import org.xenopolis.images.core.PartRole;

/** What is found in packed kernels. */
class KernelPayloadTest {
    private static final int KERNEL_BYTES = 200_000;
    private static final int NOTES = 150_000;
    private static final int PAYLOAD = 5 * 512 + 16;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsTheEntriesOfAPackedKernel(boolean gzip) {
        assertThat(facts(packed(gzip, kernel(1, 18))))
                .containsExactlyInAnyOrder(BootFact.EXAMINED, BootFact.PV_ENTRY, BootFact.PVH_ENTRY);
        assertThat(facts(packed(gzip, kernel(18)))).containsExactlyInAnyOrder(BootFact.EXAMINED, BootFact.PVH_ENTRY);
        assertThat(facts(packed(gzip, kernel(7)))).containsExactly(BootFact.EXAMINED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsNothingOfWhatDoesNotUnpack(boolean gzip) {
        byte[] payload = packed(gzip, kernel(1, 18));
        assertThat(facts(java.util.Arrays.copyOf(payload, 20_000))).isEmpty();
        assertThat(facts(new byte[20_000])).isEmpty();
    }

    /** Notes that two pieces of the stream share are found, wherever the border is. */
    @Test
    void noBorderHidesANote() {
        byte[] kernel = kernel(18);
        for (int border = NOTES - 2; border < NOTES + 24; border++) {
            XenNotes notes = new XenNotes();
            notes.take(kernel, border);
            notes.take(java.util.Arrays.copyOfRange(kernel, border, kernel.length), kernel.length - border);
            assertThat(notes.found()).containsExactly(BootFact.PVH_ENTRY);
        }
    }

    @Test
    void matchesOfLz4MayReachIntoWhatTheyWrite() {
        // Three literals, then nine bytes from two before; then one literal.
        byte[] block = {0x35, 'a', 'b', 'c', 2, 0, 0x10, 'x'};
        byte[] out = new byte[64];

        int length = Lz4.block(ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN), out);

        assertThat(new String(out, 0, length, StandardCharsets.US_ASCII)).isEqualTo("abcbcbcbcbcbx");
        block[4] = 4;
        assertThat(Lz4.block(ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN), out))
                .isEqualTo(-1);
    }

    private static Set<BootFact> facts(byte[] payload) {
        ByteBuffer file =
                ByteBuffer.wrap(Samples.bzImage((payload.length + 64) & ~15)).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x24c, payload.length).put(PAYLOAD, payload);
        Inspection found = new Inspector(new InspectionLimits(1L << 30, 100, 64L << 20))
                .inspect(PartRole.KERNEL, ByteView.of(file.array()));
        return ((Inspection.Accepted) found).boot();
    }

    private static byte[] kernel(int... noteTypes) {
        ByteBuffer kernel = ByteBuffer.allocate(KERNEL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] code = new byte[KERNEL_BYTES / 2];
        new SplittableRandom(1).nextBytes(code);
        kernel.put(0, code).position(NOTES);
        for (int type : noteTypes) {
            kernel.putInt(4).putInt(8).putInt(type).put("Xen\0".getBytes(StandardCharsets.US_ASCII));
            kernel.putLong(0x100_0000);
        }
        return kernel.array();
    }

    /** LZ4 without any match is LZ4 too. */
    private static byte[] packed(boolean gzip, byte[] kernel) {
        if (gzip) {
            return Samples.gzip(kernel);
        }
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0xf0);
        int more = kernel.length - 15;
        for (; more >= 255; more -= 255) {
            block.write(255);
        }
        block.write(more);
        block.writeBytes(kernel);
        return ByteBuffer.allocate(8 + block.size() + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x184c2102)
                .putInt(block.size())
                .put(block.toByteArray())
                .putInt(kernel.length)
                .array();
    }
}
