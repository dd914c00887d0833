package org.xenopolis.images.core.inspect;

import java.util.EnumSet;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xenopolis.images.core.BootFact;

/**
 * Looks into the packed kernel of a bzImage for Xen's notes. Formats without a decoder here, and payloads that do not
 * unpack, tell nothing: the host will see.
 */
final class KernelPayload {
    private static final int LZ4_LEGACY = 0x184c2102;
    private static final int GZIP = 0x8b1f;
    private static final int GZIP_HEADER_BYTES = 10;
    private static final int CHUNK_BYTES = 64 << 10;
    /** Kernels unpack to some fifty mebibytes. */
    private static final long UNPACKED_MAX = 512L << 20;

    private KernelPayload() {}

    /** @return empty when it could not be looked into */
    static Set<BootFact> facts(ByteView file, long offset, long length) {
        if (length < GZIP_HEADER_BYTES) {
            return Set.of();
        }
        XenNotes notes = new XenNotes();
        int magic = file.littleEndian(offset, 4).getInt();
        boolean whole = magic == LZ4_LEGACY
                ? Lz4.unpack(file, offset + 4, offset + length, UNPACKED_MAX, notes)
                : (magic & 0xffff) == GZIP && inflate(file, offset, length, notes);
        if (!whole) {
            return Set.of();
        }
        Set<BootFact> facts = EnumSet.of(BootFact.EXAMINED);
        facts.addAll(notes.found());
        return facts;
    }

    /** The kernel's build packs its standard input: a header without names. */
    private static boolean inflate(ByteView file, long offset, long length, XenNotes notes) {
        Inflater inflater = new Inflater(true);
        byte[] out = new byte[CHUNK_BYTES];
        long at = offset + GZIP_HEADER_BYTES;
        try {
            while (!inflater.finished() && !notes.all()) {
                if (inflater.needsInput()) {
                    byte[] in = file.read(at, (int) Math.min(CHUNK_BYTES, offset + length - at));
                    if (in.length == 0) {
                        return false;
                    }
                    at += in.length;
                    inflater.setInput(in);
                }
                int got = inflater.inflate(out);
                notes.take(out, got);
                if (inflater.needsDictionary() || inflater.getBytesWritten() > UNPACKED_MAX) {
                    return false;
                }
            }
            return true;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }
}
