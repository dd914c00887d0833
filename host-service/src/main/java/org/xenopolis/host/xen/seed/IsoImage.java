package org.xenopolis.host.xen.seed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A small read-only disk: ISO 9660 (ECMA-119) with one folder, and its names once more in Joliet, where they keep their
 * case and length. Enough for a seed, and nothing in dom0 ever mounts it.
 */
final class IsoImage {
    private static final int SECTOR = 2_048;
    private static final int FIRST = 16;
    private static final int PRIMARY_TABLES = 19;
    private static final int JOLIET_TABLES = 21;
    private static final int PRIMARY_ROOT = 23;
    private static final int JOLIET_ROOT = 24;
    private static final int DATA = 25;

    private record File(String name, byte[] content, int sector) {}

    private final String label;
    private final List<File> files = new ArrayList<>();
    private final ByteBuffer image;
    private final int sectors;

    private IsoImage(String label, Map<String, byte[]> contents) {
        this.label = label;
        int next = DATA;
        for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
            files.add(new File(entry.getKey(), entry.getValue(), next));
            next += (entry.getValue().length + SECTOR - 1) / SECTOR;
        }
        sectors = next;
        image = ByteBuffer.allocate(sectors * SECTOR);
    }

    /** @param files in the order of their names; few enough for one sector */
    static byte[] of(String label, Map<String, byte[]> files) {
        IsoImage iso = new IsoImage(label, files);
        iso.descriptor(FIRST, 1, label.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII), false);
        iso.descriptor(FIRST + 1, 2, label.getBytes(StandardCharsets.UTF_16BE), true);
        iso.terminator(FIRST + 2);
        iso.pathTables(PRIMARY_TABLES, PRIMARY_ROOT);
        iso.pathTables(JOLIET_TABLES, JOLIET_ROOT);
        iso.folder(PRIMARY_ROOT, false);
        iso.folder(JOLIET_ROOT, true);
        iso.files.forEach(file -> iso.image.put(file.sector() * SECTOR, file.content()));
        return iso.image.array();
    }

    private void descriptor(int sector, int type, byte[] volume, boolean joliet) {
        int at = sector * SECTOR;
        image.put(at, (byte) type).put(at + 1, ascii("CD001")).put(at + 6, (byte) 1);
        pad(at + 8, 32, joliet);
        pad(at + 40, 32, joliet);
        image.put(at + 40, volume);
        both32(at + 80, sectors);
        if (joliet) {
            // UCS-2, level 3.
            image.put(at + 88, new byte[] {0x25, 0x2f, 0x45});
        }
        both16(at + 120, 1);
        both16(at + 124, 1);
        both16(at + 128, SECTOR);
        int tables = joliet ? JOLIET_TABLES : PRIMARY_TABLES;
        both32(at + 132, 10);
        image.order(ByteOrder.LITTLE_ENDIAN).putInt(at + 140, tables);
        image.order(ByteOrder.BIG_ENDIAN).putInt(at + 148, tables + 1);
        record(at + 156, joliet ? JOLIET_ROOT : PRIMARY_ROOT, SECTOR, true, new byte[1]);
        for (int offset : new int[] {190, 318, 446, 574}) {
            pad(at + offset, 128, joliet);
        }
        for (int offset : new int[] {702, 739, 776}) {
            pad(at + offset, 37, joliet);
        }
        for (int offset : new int[] {813, 830, 847, 864}) {
            image.put(at + offset, ascii("0000000000000000"));
        }
        image.put(at + 881, (byte) 1);
    }

    private void terminator(int sector) {
        int at = sector * SECTOR;
        image.put(at, (byte) 255).put(at + 1, ascii("CD001")).put(at + 6, (byte) 1);
    }

    private void pathTables(int sector, int root) {
        image.put(sector * SECTOR, (byte) 1).put((sector + 1) * SECTOR, (byte) 1);
        image.order(ByteOrder.LITTLE_ENDIAN).putInt(sector * SECTOR + 2, root).putShort(sector * SECTOR + 6, (short) 1);
        image.order(ByteOrder.BIG_ENDIAN)
                .putInt((sector + 1) * SECTOR + 2, root)
                .putShort((sector + 1) * SECTOR + 6, (short) 1);
    }

    private void folder(int sector, boolean joliet) {
        int at = sector * SECTOR;
        at += record(at, sector, SECTOR, true, new byte[] {0});
        at += record(at, sector, SECTOR, true, new byte[] {1});
        for (File file : files) {
            byte[] name = joliet
                    ? file.name().getBytes(StandardCharsets.UTF_16BE)
                    : ascii(file.name().toUpperCase(Locale.ROOT).replace('-', '_') + ".;1");
            at += record(at, file.sector(), file.content().length, false, name);
        }
        if (at > (sector + 1) * SECTOR) {
            throw new IllegalArgumentException(label + ": too many files");
        }
    }

    private int record(int at, int sector, int bytes, boolean folder, byte[] name) {
        int length = (33 + name.length + 1) / 2 * 2;
        image.put(at, (byte) length);
        both32(at + 2, sector);
        both32(at + 10, bytes);
        // A day that is as good as any: the same seed is the same bytes.
        image.put(at + 18, new byte[] {100, 1, 1, 0, 0, 0, 0});
        image.put(at + 25, (byte) (folder ? 2 : 0));
        both16(at + 28, 1);
        image.put(at + 32, (byte) name.length).put(at + 33, name);
        return length;
    }

    private void pad(int at, int length, boolean joliet) {
        for (int i = 0; i < length; i++) {
            image.put(at + i, (byte) (joliet && i % 2 == 0 ? 0 : ' '));
        }
    }

    private void both32(int at, int value) {
        image.order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        image.order(ByteOrder.BIG_ENDIAN).putInt(at + 4, value);
    }

    private void both16(int at, int value) {
        image.order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
        image.order(ByteOrder.BIG_ENDIAN).putShort(at + 2, (short) value);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
