package org.xenopolis.images;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Writes a qcow2 file of a disk: version 3, some clusters packed, some plain, zero clusters left out. */
public final class Qcow2Sample {
    private static final int HEADER_BYTES = 104;
    private static final long COPIED = 1L << 63;
    private static final long COMPRESSED = 1L << 62;

    private final int clusterBits;
    private final int clusterBytes;
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    private Qcow2Sample(int clusterBits) {
        this.clusterBits = clusterBits;
        this.clusterBytes = 1 << clusterBits;
    }

    /** Every second cluster with content is compressed. */
    public static byte[] of(byte[] disk, int clusterBits) {
        return new Qcow2Sample(clusterBits).write(disk);
    }

    private byte[] write(byte[] disk) {
        int clusters = Math.ceilDiv(disk.length, clusterBytes);
        int perTable = clusterBytes / 8;
        int tables = Math.ceilDiv(clusters, perTable);
        // Header, reference counts (not kept true: nothing reads them), first table.
        int l1Clusters = Math.ceilDiv(tables * 8, clusterBytes);
        byte[] head = new byte[clusterBytes * (2 + l1Clusters)];
        file.writeBytes(head);
        ByteBuffer l1 = ByteBuffer.allocate(l1Clusters * clusterBytes);
        for (int table = 0; table < tables; table++) {
            ByteBuffer l2 = ByteBuffer.allocate(clusterBytes);
            for (int i = 0; i < perTable && table * perTable + i < clusters; i++) {
                l2.putLong(i * 8, put(disk, table * perTable + i));
            }
            align();
            l1.putLong(table * 8, COPIED | file.size());
            file.writeBytes(l2.array());
        }
        align();
        byte[] all = file.toByteArray();
        ByteBuffer.wrap(all).put(0, header(disk.length, tables));
        System.arraycopy(l1.array(), 0, all, 2 * clusterBytes, l1.capacity());
        return all;
    }

    private long put(byte[] disk, int index) {
        byte[] cluster = Arrays.copyOfRange(disk, index * clusterBytes, (index + 1) * clusterBytes);
        if (Arrays.equals(cluster, new byte[clusterBytes])) {
            return index % 3 == 0 ? 0 : 1;
        }
        byte[] packed = deflate(cluster);
        if (index % 2 == 0 && packed.length < clusterBytes) {
            long at = file.size();
            file.writeBytes(packed);
            long sectors = (at % 512 + packed.length - 1) / 512;
            return COMPRESSED | sectors << (62 - (clusterBits - 8)) | at;
        }
        align();
        long at = file.size();
        file.writeBytes(cluster);
        return COPIED | at;
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[bytes.length * 2 + 64];
            return Arrays.copyOf(out, deflater.deflate(out));
        }
    }

    private void align() {
        file.writeBytes(new byte[Math.floorMod(-file.size(), clusterBytes)]);
    }

    private byte[] header(long virtualBytes, int l1Entries) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES + 8);
        header.putInt(0, 0x514649fb).putInt(4, 3);
        header.putInt(20, clusterBits).putLong(24, virtualBytes);
        header.putInt(36, l1Entries).putLong(40, 2L * clusterBytes);
        header.putLong(48, clusterBytes).putInt(56, 1);
        header.putInt(96, 4).putInt(100, HEADER_BYTES);
        return header.array();
    }
}
