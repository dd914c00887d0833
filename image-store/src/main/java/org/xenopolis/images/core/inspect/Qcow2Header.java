package org.xenopolis.images.core.inspect;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.xenopolis.images.core.inspect.Inspection.Accepted;
import org.xenopolis.images.core.inspect.Inspection.Refused;

/**
 * The header of a qcow2 file (QEMU, docs/interop/qcow2.txt), as far as reading its current disk needs it.
 *
 * @param clusterBits log2 of the size of a cluster
 * @param l1Offset where the first table of clusters begins
 * @param l1Entries how many entries of it the disk needs
 */
public record Qcow2Header(int clusterBits, long virtualBytes, long l1Offset, int l1Entries) {
    private static final int V2_BYTES = 72;
    private static final int V3_BYTES_MIN = 104;
    private static final int CLUSTER_BITS_MIN = 9;
    private static final int CLUSTER_BITS_MAX = 21;
    private static final int SNAPSHOTS_MAX = 64;
    private static final int EXTENSIONS_MAX = 32;
    private static final long L1_BYTES_MAX = 32L << 20;

    private static final long INCOMPATIBLE_DIRTY = 1;
    private static final long INCOMPATIBLE_CORRUPT = 2;
    private static final long INCOMPATIBLE_DATA_FILE = 4;

    private static final int EXTENSION_END = 0;
    private static final int EXTENSION_BACKING_FORMAT = 0xe2792aca;
    private static final int EXTENSION_DATA_FILE = 0x44415441;
    private static final int EXTENSION_ENCRYPTION = 0x0537be77;

    /** Either a header or the reason why the file is refused. */
    public sealed interface Parsed {
        record Header(Qcow2Header header) implements Parsed {}

        record Bad(String reason) implements Parsed {}
    }

    public int clusterBytes() {
        return 1 << clusterBits;
    }

    static Inspection inspect(ByteView file, InspectionLimits limits) {
        return switch (parse(file, limits)) {
            case Parsed.Header(Qcow2Header header) -> new Accepted(Format.QCOW2, header.virtualBytes());
            case Parsed.Bad(String reason) -> new Refused(reason);
        };
    }

    public static Parsed parse(ByteView file, InspectionLimits limits) {
        ByteBuffer in = file.bigEndian(0, V3_BYTES_MIN);
        if (in.limit() < V2_BYTES) {
            return new Parsed.Bad("The qcow2 file ends inside its header.");
        }
        int version = in.getInt(4);
        if (version != 2 && version != 3) {
            return new Parsed.Bad("The qcow2 file has version " + version + "; 2 and 3 are taken.");
        }
        if (version == 3 && in.limit() < V3_BYTES_MIN) {
            return new Parsed.Bad("The qcow2 file ends inside its header.");
        }
        int clusterBits = in.getInt(20);
        if (clusterBits < CLUSTER_BITS_MIN || clusterBits > CLUSTER_BITS_MAX) {
            return new Parsed.Bad("The qcow2 file has clusters of an impossible size.");
        }
        return names(in)
                .or(() -> version == 3 ? features(in) : Optional.empty())
                .or(() -> extensions(file, version == 3 ? in.getInt(100) : V2_BYTES, 1 << clusterBits))
                .or(() -> sizes(file, in.getLong(24), limits))
                .or(() -> snapshots(file, in))
                .<Parsed>map(Parsed.Bad::new)
                .orElseGet(() -> tables(file, in, clusterBits));
    }

    /** Everything by which a qcow2 file could make a reader open another file. */
    private static Optional<String> names(ByteBuffer in) {
        if (in.getLong(8) != 0 || in.getInt(16) != 0) {
            return Optional.of("The qcow2 file refers to a backing file; flatten it first ('qemu-img convert').");
        }
        if (in.getInt(32) != 0) {
            return Optional.of("The qcow2 file is encrypted; encrypted images are not taken.");
        }
        return Optional.empty();
    }

    private static Optional<String> features(ByteBuffer in) {
        long incompatible = in.getLong(72);
        if ((incompatible & INCOMPATIBLE_DATA_FILE) != 0) {
            return Optional.of("The qcow2 file keeps its data in another file; flatten it first.");
        }
        if ((incompatible & (INCOMPATIBLE_DIRTY | INCOMPATIBLE_CORRUPT)) != 0) {
            return Optional.of("The qcow2 file was not closed cleanly or is marked corrupt; check it first.");
        }
        if (incompatible != 0) {
            return Optional.of("The qcow2 file uses features that are not taken (zstd compression, extended L2 entries"
                    + " or newer); convert it with 'qemu-img convert -O qcow2'.");
        }
        return Optional.empty();
    }

    private static Optional<String> extensions(ByteView file, int headerBytes, int clusterBytes) {
        boolean aligned = headerBytes % 8 == 0;
        if (headerBytes < V2_BYTES || !aligned || headerBytes > clusterBytes) {
            return Optional.of("The qcow2 file has a header of an impossible length.");
        }
        long at = headerBytes;
        for (int i = 0; i < EXTENSIONS_MAX; i++) {
            // A header may fill its cluster or the file: then there are no extensions.
            if (at + 8 > clusterBytes || !file.holds(at, 8)) {
                return Optional.empty();
            }
            ByteBuffer extension = file.bigEndian(at, 8);
            int type = extension.getInt(0);
            long length = Integer.toUnsignedLong(extension.getInt(4));
            switch (type) {
                case EXTENSION_END -> {
                    return Optional.empty();
                }
                case EXTENSION_BACKING_FORMAT, EXTENSION_DATA_FILE -> {
                    return Optional.of("The qcow2 file refers to another file; flatten it first.");
                }
                case EXTENSION_ENCRYPTION -> {
                    return Optional.of("The qcow2 file is encrypted; encrypted images are not taken.");
                }
                default -> at += 8 + ((length + 7) & ~7L);
            }
        }
        return Optional.of("The qcow2 file has too many header extensions.");
    }

    private static Optional<String> sizes(ByteView file, long virtualBytes, InspectionLimits limits) {
        if (virtualBytes <= 0 || virtualBytes % Inspector.SECTOR_BYTES != 0) {
            return Optional.of("The qcow2 file describes a disk of an impossible size.");
        }
        if (virtualBytes > limits.diskBytesMax()) {
            return Optional.of("The qcow2 file describes a disk of " + virtualBytes + " bytes; at most "
                    + limits.diskBytesMax() + " are taken.");
        }
        if (limits.expandsTooMuch(virtualBytes, file.size())) {
            return Optional.of("The qcow2 file describes a disk more than " + limits.expansionMax()
                    + " times its own size; it looks like a bomb.");
        }
        return Optional.empty();
    }

    /** Snapshots inside the file are not kept; their table must still be believable. */
    private static Optional<String> snapshots(ByteView file, ByteBuffer in) {
        int count = in.getInt(60);
        if (count < 0 || count > SNAPSHOTS_MAX || (count > 0 && !file.holds(in.getLong(64), count * 40L))) {
            return Optional.of("The qcow2 file has too many snapshots, or a table of them outside of it.");
        }
        return Optional.empty();
    }

    private static Parsed tables(ByteView file, ByteBuffer in, int clusterBits) {
        long virtualBytes = in.getLong(24);
        long bytesPerEntry = 1L << (clusterBits + clusterBits - 3);
        long needed = Math.ceilDiv(virtualBytes, bytesPerEntry);
        long entries = Integer.toUnsignedLong(in.getInt(36));
        long offset = in.getLong(40);
        if (entries < needed || entries * 8 > L1_BYTES_MAX) {
            return new Parsed.Bad("The qcow2 file has a table of clusters of an impossible size.");
        }
        if (offset <= 0 || offset % (1L << clusterBits) != 0 || !file.holds(offset, entries * 8)) {
            return new Parsed.Bad("The qcow2 file has its table of clusters outside of it.");
        }
        long refcounts = in.getLong(48);
        if (refcounts <= 0 || refcounts % (1L << clusterBits) != 0 || !file.holds(refcounts, 1)) {
            return new Parsed.Bad("The qcow2 file has its reference counts outside of it.");
        }
        return new Parsed.Header(new Qcow2Header(clusterBits, virtualBytes, offset, (int) needed));
    }
}
