package org.xenopolis.images.core.qcow2;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.xenopolis.images.core.inspect.ByteView;
import org.xenopolis.images.core.inspect.Qcow2Header;
import org.xenopolis.images.core.qcow2.Cluster.Broken;
import org.xenopolis.images.core.qcow2.Cluster.Data;
import org.xenopolis.images.core.qcow2.Cluster.Zeroes;

/**
 * The guest's disk inside a qcow2 file, read cluster by cluster (QEMU, docs/interop/qcow2.txt). Holds one table of each
 * kind in memory; every offset is checked against the file before it is followed.
 */
public final class Qcow2Disk {
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final long ALL_ZEROES = 1;
    private static final int SECTOR_BYTES = 512;

    private final ByteView file;
    private final Qcow2Header header;
    private final ByteBuffer l1;
    private int l2Index = -1;
    private ByteBuffer l2 = ByteBuffer.allocate(0);

    public Qcow2Disk(ByteView file, Qcow2Header header) {
        this.file = file;
        this.header = header;
        this.l1 = file.bigEndian(header.l1Offset(), header.l1Entries() * 8);
    }

    /** How many clusters the guest's disk has; the last may be cut off by its end. */
    public long clusters() {
        return Math.ceilDiv(header.virtualBytes(), header.clusterBytes());
    }

    public Cluster read(long index) {
        int bytes = (int) Math.min(header.clusterBytes(), header.virtualBytes() - index * header.clusterBytes());
        int entriesPerTable = header.clusterBytes() / 8;
        int table = (int) (index / entriesPerTable);
        if (table != l2Index) {
            long offset = l1.getLong(table * 8) & OFFSET_MASK;
            if (offset == 0) {
                return new Zeroes(bytes);
            }
            if (offset % header.clusterBytes() != 0 || !file.holds(offset, header.clusterBytes())) {
                return new Broken("a table of clusters lies outside of the file");
            }
            l2 = file.bigEndian(offset, header.clusterBytes());
            l2Index = table;
        }
        return cluster(l2.getLong((int) (index % entriesPerTable) * 8), bytes);
    }

    private Cluster cluster(long entry, int bytes) {
        if ((entry & COMPRESSED) != 0) {
            return compressed(entry, bytes);
        }
        long offset = entry & OFFSET_MASK;
        if (offset == 0 || (entry & ALL_ZEROES) != 0) {
            return new Zeroes(bytes);
        }
        // The last cluster of a file may end with the file.
        if (offset % header.clusterBytes() != 0 || !file.holds(offset, 1)) {
            return new Broken("a cluster lies outside of the file");
        }
        return new Data(Arrays.copyOf(file.read(offset, bytes), bytes));
    }

    private Cluster compressed(long entry, int bytes) {
        int offsetBits = 62 - (header.clusterBits() - 8);
        long offset = entry & ((1L << offsetBits) - 1);
        long sectors = ((entry & ~(3L << 62)) >>> offsetBits) + 1;
        long length = sectors * SECTOR_BYTES - offset % SECTOR_BYTES;
        if (!file.holds(offset, 1)) {
            return new Broken("a compressed cluster lies outside of the file");
        }
        byte[] packed = file.read(offset, (int) length);
        byte[] out = new byte[header.clusterBytes()];
        return inflate(packed, out)
                ? new Data(bytes == out.length ? out : Arrays.copyOf(out, bytes))
                : new Broken("a compressed cluster does not unpack to one cluster");
    }

    /** Never writes more than one cluster, however large the packed bytes claim to be. */
    private static boolean inflate(byte[] packed, byte[] out) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int filled = 0;
            int got;
            while (filled < out.length && (got = inflater.inflate(out, filled, out.length - filled)) > 0) {
                filled += got;
            }
            return filled == out.length;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }
}
