package org.xenopolis.images.core.inspect;

import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xenopolis.images.core.inspect.Inspection.Accepted;
import org.xenopolis.images.core.inspect.Inspection.Refused;

/** Initial ramdisks. The guest's own kernel unpacks them, in the guest's own memory. */
final class Ramdisk {
    private static final int NEWC_HEADER_BYTES = 110;
    private static final int GZIP_HEAD_BYTES_MAX = 64 << 10;
    private static final int GZIP_HEADER_BYTES = 10;
    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private Ramdisk() {}

    static Inspection inspect(ByteView file, Signature signature) {
        return switch (signature) {
            case CPIO ->
                isNewc(file.read(0, NEWC_HEADER_BYTES))
                        ? new Accepted(Format.CPIO, file.size())
                        : new Refused("The ramdisk is a cpio archive of an old form; write it with 'cpio -H newc'.");
            case GZIP ->
                isNewc(firstUnpacked(file.read(0, GZIP_HEAD_BYTES_MAX)))
                        ? new Accepted(Format.CPIO_GZIP, file.size())
                        : new Refused("The ramdisk is a gzip file that does not hold a cpio archive ('cpio -H newc').");
            // No decoder for these here: their inside is for the guest's kernel to judge.
            case XZ -> new Accepted(Format.CPIO_XZ, file.size());
            default -> new Accepted(Format.CPIO_ZSTD, file.size());
        };
    }

    /** Six digits of magic and thirteen numbers of eight hex digits. */
    private static boolean isNewc(byte[] header) {
        if (header.length < NEWC_HEADER_BYTES) {
            return false;
        }
        String text = new String(header, 0, NEWC_HEADER_BYTES, StandardCharsets.ISO_8859_1);
        return text.matches("07070[12][0-9a-fA-F]{104}");
    }

    private static byte[] firstUnpacked(byte[] head) {
        int body = bodyOf(head);
        if (body < 0 || body >= head.length) {
            return new byte[0];
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(head, body, head.length - body);
            byte[] out = new byte[NEWC_HEADER_BYTES];
            int filled = 0;
            int got;
            while (filled < out.length && (got = inflater.inflate(out, filled, out.length - filled)) > 0) {
                filled += got;
            }
            return filled == out.length ? out : new byte[0];
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }

    /** Where the deflated bytes begin (RFC 1952), or -1. */
    private static int bodyOf(byte[] head) {
        if (head.length < GZIP_HEADER_BYTES || head[2] != 8) {
            return -1;
        }
        int flags = head[3];
        int at = GZIP_HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            if (head.length < at + 2) {
                return -1;
            }
            at += 2 + Byte.toUnsignedInt(head[at]) + (Byte.toUnsignedInt(head[at + 1]) << 8);
        }
        for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
            if ((flags & flag) != 0) {
                while (at < head.length && head[at] != 0) {
                    at++;
                }
                at++;
            }
        }
        return (flags & FLAG_CRC) != 0 ? at + 2 : at;
    }
}
