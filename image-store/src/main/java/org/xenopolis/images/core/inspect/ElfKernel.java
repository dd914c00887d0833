package org.xenopolis.images.core.inspect;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.xenopolis.images.core.BootFact;
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
        XenNotes found = new XenNotes();
        for (int i = 0; i < count; i++) {
            int at = i * SEGMENT_BYTES;
            long offset = table.getLong(at + 8);
            long length = table.getLong(at + 32);
            if (!file.holds(offset, length)) {
                return new Refused("A segment of the kernel lies outside of it.");
            }
            if (table.getInt(at) == PT_NOTE) {
                byte[] notes = file.read(offset, (int) Math.min(length, NOTES_BYTES_MAX));
                found.take(notes, notes.length);
            }
        }
        Set<BootFact> facts = EnumSet.of(BootFact.EXAMINED);
        facts.addAll(found.found());
        return facts.contains(BootFact.PVH_ENTRY)
                ? new Accepted(Format.ELF, file.size(), facts)
                : new Refused(
                        "The kernel has no PVH entry for Xen (CONFIG_PVH); use its bzImage or build it with one.");
    }
}
