package org.xenopolis.images.core.inspect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.xenopolis.images.core.inspect.Inspection.Accepted;
import org.xenopolis.images.core.inspect.Inspection.Refused;

/** An uncompressed x86-64 kernel. It needs the note by which Xen finds its PVH entry (xen/include/public/elfnote.h). */
final class ElfKernel {
    private static final int HEADER_BYTES = 64;
    private static final int SEGMENT_BYTES = 56;
    private static final int SEGMENTS_MAX = 64;
    private static final int NOTES_BYTES_MAX = 64 << 10;
    private static final int X86_64 = 62;
    private static final int PT_NOTE = 4;
    private static final int PHYS32_ENTRY = 18;
    private static final byte[] XEN = "Xen\0".getBytes(StandardCharsets.US_ASCII);

    private ElfKernel() {}

    static Inspection inspect(ByteView file) {
        ByteBuffer header = file.littleEndian(0, HEADER_BYTES);
        if (header.limit() < HEADER_BYTES) {
            return new Refused("The kernel ends inside its header.");
        }
        int type = header.getShort(16);
        if (header.get(4) != 2 || header.get(5) != 1 || header.getShort(18) != X86_64 || (type != 2 && type != 3)) {
            return new Refused("The kernel is not an x86-64 executable.");
        }
        long table = header.getLong(32);
        int count = Short.toUnsignedInt(header.getShort(56));
        if (header.getShort(54) != SEGMENT_BYTES || count == 0 || count > SEGMENTS_MAX) {
            return new Refused("The kernel's segment table is malformed.");
        }
        if (!file.holds(table, (long) count * SEGMENT_BYTES)) {
            return new Refused("The kernel's segment table lies outside of it.");
        }
        return segments(file, file.littleEndian(table, count * SEGMENT_BYTES), count);
    }

    private static Inspection segments(ByteView file, ByteBuffer table, int count) {
        boolean pvh = false;
        for (int i = 0; i < count; i++) {
            int at = i * SEGMENT_BYTES;
            long offset = table.getLong(at + 8);
            long length = table.getLong(at + 32);
            if (!file.holds(offset, length)) {
                return new Refused("A segment of the kernel lies outside of it.");
            }
            if (table.getInt(at) == PT_NOTE) {
                pvh |= hasPvhEntry(file.read(offset, (int) Math.min(length, NOTES_BYTES_MAX)));
            }
        }
        return pvh
                ? new Accepted(Format.ELF, file.size())
                : new Refused(
                        "The kernel has no PVH entry for Xen (CONFIG_PVH); use its bzImage or build it with one.");
    }

    private static boolean hasPvhEntry(byte[] notes) {
        ByteBuffer in = ByteBuffer.wrap(notes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 12) {
            long nameBytes = Integer.toUnsignedLong(in.getInt());
            long descriptionBytes = Integer.toUnsignedLong(in.getInt());
            int type = in.getInt();
            long rest = padded(nameBytes) + padded(descriptionBytes);
            if (rest > in.remaining()) {
                return false;
            }
            if (type == PHYS32_ENTRY && nameBytes == XEN.length && startsWithXen(notes, in.position())) {
                return true;
            }
            in.position(in.position() + (int) rest);
        }
        return false;
    }

    private static boolean startsWithXen(byte[] notes, int at) {
        return java.util.Arrays.equals(notes, at, at + XEN.length, XEN, 0, XEN.length);
    }

    private static long padded(long bytes) {
        return (bytes + 3) & ~3L;
    }
}
