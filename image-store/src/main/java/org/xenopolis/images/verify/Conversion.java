package org.xenopolis.images.verify;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.images.blobs.BlobSummary;
import org.xenopolis.images.blobs.Blobs;
import org.xenopolis.images.blobs.StagedBlob;
import org.xenopolis.images.core.inspect.ByteView;
import org.xenopolis.images.core.inspect.InspectionLimits;
import org.xenopolis.images.core.inspect.Qcow2Header;
import org.xenopolis.images.core.qcow2.Cluster;
import org.xenopolis.images.core.qcow2.Qcow2Disk;

/**
 * Makes the raw disk that a qcow2 file describes, once, so that no host ever opens a format that can name other files.
 */
@ApplicationScoped
class Conversion {
    /** A deflated byte can become about a thousand; a real disk does not come near this. */
    private static final long UNPACKED_RATIO_MAX = 200;

    private static final long UNPACKED_FREE_BYTES = 64L << 20;
    private static final long ROOM_CHECKED_EVERY_BYTES = 64L << 20;

    private final Blobs blobs;
    private final InspectionLimits limits;
    private final ImageSettings settings;

    Conversion(Blobs blobs, InspectionLimits limits, ImageSettings settings) {
        this.blobs = blobs;
        this.limits = limits;
        this.settings = settings;
    }

    sealed interface Result {
        record Raw(BlobSummary blob) implements Result {}

        record Unreadable(String reason) implements Result {}
    }

    Result toRaw(ByteView file) {
        return switch (Qcow2Header.parse(file, limits)) {
            case Qcow2Header.Parsed.Bad(String reason) -> new Result.Unreadable(reason);
            case Qcow2Header.Parsed.Header(Qcow2Header header) -> copy(file, new Qcow2Disk(file, header));
        };
    }

    private Result copy(ByteView file, Qcow2Disk disk) {
        long unpackedMax = Math.max(UNPACKED_FREE_BYTES, file.size() * UNPACKED_RATIO_MAX);
        long unpacked = 0;
        long nextRoomCheck = ROOM_CHECKED_EVERY_BYTES;
        try (StagedBlob raw = blobs.stage(settings.freeBytesMin())) {
            for (long i = 0; i < disk.clusters(); i++) {
                switch (disk.read(i)) {
                    case Cluster.Zeroes(int bytes) -> raw.writeZeroes(bytes);
                    case Cluster.Data(byte[] bytes) -> {
                        unpacked += bytes.length;
                        raw.write(ByteBuffer.wrap(bytes));
                    }
                    case Cluster.Broken(String reason) -> {
                        return new Result.Unreadable("The qcow2 file is broken: " + reason + ".");
                    }
                }
                if (unpacked > unpackedMax) {
                    return new Result.Unreadable("The qcow2 file unpacks to more than " + UNPACKED_RATIO_MAX
                            + " times its own size; it looks like a bomb.");
                }
                if (unpacked >= nextRoomCheck) {
                    nextRoomCheck = unpacked + ROOM_CHECKED_EVERY_BYTES;
                    blobs.requireRoom(settings.freeBytesMin());
                }
            }
            BlobSummary summary = raw.finish();
            blobs.keep(raw, summary);
            return new Result.Raw(summary);
        }
    }
}
