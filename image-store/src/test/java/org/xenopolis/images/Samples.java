package org.xenopolis.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Small files of every kind that the store takes. */
public final class Samples {
    private Samples() {}

    /** A disk with a partition table, some random bytes, and a hole in the middle. */
    public static byte[] disk(int bytes, long seed) {
        byte[] disk = new byte[bytes];
        SplittableRandom random = new SplittableRandom(seed);
        byte[] part = new byte[bytes / 4];
        random.nextBytes(part);
        System.arraycopy(part, 0, disk, 512, part.length - 512);
        System.arraycopy(part, 0, disk, bytes - part.length, part.length - 1_024);
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        return disk;
    }

    public static byte[] bzImage(int bodyBytes) {
        int setup = 5 * 512;
        ByteBuffer kernel = ByteBuffer.allocate(setup + bodyBytes).order(ByteOrder.LITTLE_ENDIAN);
        kernel.put(0, (byte) 'M').put(1, (byte) 'Z');
        kernel.put(0x1f1, (byte) 4);
        kernel.putInt(0x1f4, bodyBytes / 16);
        kernel.putShort(0x1fe, (short) 0xaa55);
        kernel.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        kernel.putShort(0x206, (short) 0x020f);
        kernel.put(0x211, (byte) 1);
        kernel.putShort(0x236, (short) 1);
        kernel.putInt(0x248, 16);
        kernel.putInt(0x24c, bodyBytes / 2);
        return kernel.array();
    }

    /** An ELF kernel whose only segment is a note. */
    public static byte[] elf(int noteType) {
        ByteBuffer elf = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        elf.putShort(16, (short) 2).putShort(18, (short) 62).putLong(32, 64);
        elf.putShort(54, (short) 56).putShort(56, (short) 1);
        elf.putInt(64, 4).putLong(72, 128).putLong(96, 32);
        elf.putInt(128, 4).putInt(132, 4).putInt(136, noteType);
        elf.put(140, "Xen\0".getBytes(StandardCharsets.US_ASCII)).putInt(144, 0x100_0000);
        return elf.array();
    }

    public static byte[] cpio() {
        String header = "070701" + "0".repeat(88) + "0000000B" + "00000000";
        return (header + "TRAILER!!!\0\0\0\0").getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
