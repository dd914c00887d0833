package org.xenopolis.images.core.inspect;

import java.nio.ByteBuffer;

/** The old frame of LZ4, as kernels are packed: blocks of at most 8 MiB, each on its own, with its packed length before. */
final class Lz4 {
    private static final int BLOCK_BYTES = 8 << 20;
    private static final int PACKED_MAX = BLOCK_BYTES + BLOCK_BYTES / 255 + 16;
    private static final int MATCH_MIN = 4;

    private Lz4() {}

    /** @return whether it could be unpacked, as far as the notes are of interest */
    static boolean unpack(ByteView file, long from, long end, long unpackedMax, XenNotes notes) {
        byte[] out = new byte[BLOCK_BYTES];
        long unpacked = 0;
        long at = from;
        // Behind the last block stands the kernel's size, too short for a block.
        while (at + MATCH_MIN < end && !notes.all()) {
            long packed = Integer.toUnsignedLong(file.littleEndian(at, 4).getInt());
            if (packed > PACKED_MAX || packed > end - at - 4) {
                return false;
            }
            int got = block(file.littleEndian(at + 4, (int) packed), out);
            unpacked += got;
            if (got < 0 || unpacked > unpackedMax) {
                return false;
            }
            notes.take(out, got);
            at += 4 + packed;
        }
        return true;
    }

    /** @return how many bytes, or -1 when they are no LZ4 */
    static int block(ByteBuffer in, byte[] out) {
        int at = 0;
        while (in.hasRemaining()) {
            int token = Byte.toUnsignedInt(in.get());
            int literals = length(in, token >> 4);
            if (literals < 0 || literals > in.remaining() || literals > out.length - at) {
                return -1;
            }
            in.get(out, at, literals);
            at += literals;
            if (!in.hasRemaining()) {
                return at;
            }
            if (in.remaining() < 2) {
                return -1;
            }
            int back = Short.toUnsignedInt(in.getShort());
            int match = length(in, token & 15);
            if (match < 0 || back == 0 || back > at || match > out.length - at - MATCH_MIN) {
                return -1;
            }
            // Byte by byte: a match may reach into what it writes.
            for (int end = at + match + MATCH_MIN; at < end; at++) {
                out[at] = out[at - back];
            }
        }
        return at;
    }

    private static int length(ByteBuffer in, int nibble) {
        int length = nibble;
        if (nibble == 15) {
            int more = 255;
            while (more == 255) {
                if (!in.hasRemaining() || length > BLOCK_BYTES) {
                    return -1;
                }
                more = Byte.toUnsignedInt(in.get());
                length += more;
            }
        }
        return length;
    }
}
