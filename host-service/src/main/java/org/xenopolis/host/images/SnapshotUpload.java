package org.xenopolis.host.images;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.agent.SnapshotDomainReply;
import org.xenopolis.contracts.agent.SnapshotDomainRequest;
import org.xenopolis.contracts.images.CreateImageRequest;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageKind;
import org.xenopolis.contracts.images.ImageState;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.host.wire.Upload;

/**
 * Streams a disk to the image-store, no faster than it takes it, and waits until the store has verified what it got. What
 * a cut or repeated upload finds already there is not sent again.
 */
public final class SnapshotUpload implements SnapshotTarget {
    private static final int CHUNK_BYTES = 256 << 10;
    private static final long CALL_SECONDS = 10;
    private static final Duration UPLOAD_MAX = Duration.ofHours(1);
    private static final Duration VERIFY_MAX = Duration.ofMinutes(30);

    private final Supplier<ImagesGrpc.ImagesStub> store;
    private final Supplier<ImagesGrpc.ImagesBlockingStub> blocking;
    private final Duration verifyMax;

    /** Both without a deadline. */
    public SnapshotUpload(Supplier<ImagesGrpc.ImagesStub> store, Supplier<ImagesGrpc.ImagesBlockingStub> blocking) {
        this(store, blocking, VERIFY_MAX);
    }

    /** @param verifyMax how long the store may take to verify a disk */
    public SnapshotUpload(
            Supplier<ImagesGrpc.ImagesStub> store,
            Supplier<ImagesGrpc.ImagesBlockingStub> blocking,
            Duration verifyMax) {
        this.store = store;
        this.blocking = blocking;
        this.verifyMax = verifyMax;
    }

    @Override
    public SnapshotDomainReply upload(SnapshotDomainRequest request, Supplier<InputStream> disk) {
        try {
            Image image = blocking().createImage(declaration(request));
            if (image.getState() == ImageState.IMAGE_PENDING) {
                image = send(request, disk);
            }
            Image ready = verified(request, image);
            return SnapshotDomainReply.newBuilder()
                    .setManifestDigest(ready.getManifestDigest())
                    .setSizeBytes(ready.getPartsList().stream()
                            .mapToLong(Part::getSizeBytes)
                            .sum())
                    .build();
        } catch (StatusRuntimeException e) {
            throw ProblemStatus.toProblem(e).because(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImagesGrpc.ImagesBlockingStub blocking() {
        return blocking.get().withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /** @throws ProblemException CONFLICT when the store refused it, UNAVAILABLE when it has not answered in time */
    private Image verified(SnapshotDomainRequest request, Image first) {
        Patience patience = new Patience(verifyMax);
        Image image = first;
        while (true) {
            switch (image.getState()) {
                case IMAGE_READY -> {
                    return image;
                }
                case IMAGE_VERIFYING -> {
                    patience.waitOrThrow();
                    image = look(request).orElse(image);
                }
                case IMAGE_REJECTED ->
                    throw refused("snapshot-rejected", "The image store refused the disk: " + image.getRejection());
                case IMAGE_DELETED -> throw refused("snapshot-deleted", "The image was deleted meanwhile.");
                case IMAGE_PENDING, IMAGE_STATE_UNSPECIFIED, UNRECOGNIZED ->
                    throw Problem.of(ErrorKind.UNAVAILABLE, "snapshot-cut", "The disk did not arrive whole; try again.")
                            .exception();
            }
        }
    }

    /** Empty when the store does not answer: then it is asked again. */
    private Optional<Image> look(SnapshotDomainRequest request) {
        try {
            return Optional.of(blocking()
                    .getImage(GetImageRequest.newBuilder()
                            .setImageId(request.getImageId())
                            .setTenantId(request.getTenantId())
                            .build()));
        } catch (StatusRuntimeException e) {
            return switch (e.getStatus().getCode()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private static ProblemException refused(String code, String message) {
        return Problem.of(ErrorKind.CONFLICT, code, message).exception();
    }

    private static CreateImageRequest declaration(SnapshotDomainRequest request) {
        return CreateImageRequest.newBuilder()
                .setImage(Image.newBuilder()
                        .setId(request.getImageId())
                        .setTenantId(request.getTenantId())
                        .setProjectId(request.getProjectId())
                        .setName(request.getName())
                        .setKind(ImageKind.DISK)
                        .addParts(Part.newBuilder().setRole(PartRole.ROLE_DISK)))
                .build();
    }

    private Image send(SnapshotDomainRequest request, Supplier<InputStream> disk) throws IOException {
        Upload<UploadChunk, Image> upload = new Upload<>();
        try (InputStream bytes = disk.get()) {
            store.get()
                    .withDeadlineAfter(UPLOAD_MAX.toSeconds(), TimeUnit.SECONDS)
                    .uploadPart(upload);
            UploadChunk head = UploadChunk.newBuilder()
                    .setImageId(request.getImageId())
                    .setTenantId(request.getTenantId())
                    .setRole(PartRole.ROLE_DISK)
                    .build();
            boolean wanted = upload.send(head);
            for (byte[] part = bytes.readNBytes(CHUNK_BYTES);
                    wanted && part.length > 0;
                    part = bytes.readNBytes(CHUNK_BYTES)) {
                wanted = upload.send(
                        head.toBuilder().setBytes(ByteString.copyFrom(part)).build());
            }
            return upload.finish(UPLOAD_MAX);
        } catch (RuntimeException | IOException e) {
            // Half a disk must not pass for a whole one.
            upload.cancel("given up");
            throw e;
        }
    }
}
