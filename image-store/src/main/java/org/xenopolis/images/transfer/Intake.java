package org.xenopolis.images.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.images.blobs.BlobSummary;
import org.xenopolis.images.blobs.Blobs;
import org.xenopolis.images.blobs.StagedBlob;
import org.xenopolis.images.catalog.Catalog;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageState;
import org.xenopolis.images.core.Part;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.Transition;
import org.xenopolis.images.verify.Verification;

/** Takes the bytes of one part, whoever sends them: counts, limits, hashes, stores, and starts the verification. */
@ApplicationScoped
class Intake {
    /** How many bytes may arrive between two looks at the room that is left. */
    private static final long ROOM_CHECKED_EVERY_BYTES = 64L << 20;

    private final Catalog catalog;
    private final Blobs blobs;
    private final Verification verification;
    private final TenantRoom tenants;
    private final ImageSettings settings;

    Intake(Catalog catalog, Blobs blobs, Verification verification, TenantRoom tenants, ImageSettings settings) {
        this.catalog = catalog;
        this.blobs = blobs;
        this.verification = verification;
        this.tenants = tenants;
        this.settings = settings;
    }

    /** @param promised digest that the sender gave with the bytes */
    Arrival begin(Image image, PartRole role, Optional<Digest> promised) {
        StagedBlob staged = blobs.stage(settings.freeBytesMin());
        return new Arrival(
                image, role, promised, staged, tenants.claim(image.declared().tenant()));
    }

    long bytesMax(PartRole role) {
        return switch (role) {
            case DISK -> settings.diskBytesMax();
            case KERNEL -> settings.kernelBytesMax();
            case RAMDISK -> settings.ramdiskBytesMax();
        };
    }

    /** One part on its way in. Closing it before it is complete leaves no trace. */
    final class Arrival implements AutoCloseable {
        private final Image image;
        private final PartRole role;
        private final Optional<Digest> promised;
        private final StagedBlob staged;
        private final TenantRoom.Claim claim;
        private long nextRoomCheck = ROOM_CHECKED_EVERY_BYTES;

        private Arrival(
                Image image, PartRole role, Optional<Digest> promised, StagedBlob staged, TenantRoom.Claim claim) {
            this.image = image;
            this.role = role;
            this.promised = promised;
            this.staged = staged;
            this.claim = claim;
        }

        void write(ByteBuffer bytes) {
            long after = staged.sizeBytes() + bytes.remaining();
            if (after > bytesMax(role)) {
                throw Problem.of(
                                ErrorKind.INVALID,
                                "part-too-large",
                                "The " + role.word() + " is larger than " + bytesMax(role) + " bytes.")
                        .exception();
            }
            if (after >= nextRoomCheck) {
                nextRoomCheck = after + ROOM_CHECKED_EVERY_BYTES;
                blobs.requireRoom(settings.freeBytesMin());
            }
            claim.add(bytes.remaining());
            staged.write(bytes);
        }

        long receivedBytes() {
            return staged.sizeBytes();
        }

        /** All bytes are there. Answers after the verification, if that is quick. */
        Image complete() {
            BlobSummary summary = staged.finish();
            Part.Bytes bytes = new Part.Bytes(summary.digest(), summary.sizeBytes());
            ImageId id = image.id();
            // Bytes that the image will not name are not kept: nobody would count them.
            if (isTaken(catalog.visible(id, Optional.empty()).arrived(role, bytes, promised))) {
                blobs.keep(staged, summary);
            }
            Image after = claim.record(() -> catalog.change(id, now -> now.arrived(role, bytes, promised)));
            return after.state() instanceof ImageState.Verifying ? verification.startAndWait(id) : after;
        }

        private static boolean isTaken(Transition transition) {
            return switch (transition) {
                case Transition.Changed(Image next) -> !(next.state() instanceof ImageState.Rejected);
                case Transition.Unchanged ignored -> true;
                case Transition.Refused ignored -> false;
            };
        }

        @Override
        public void close() {
            claim.close();
            staged.close();
        }
    }
}
