package org.xenopolis.host.images;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

/** Streams a disk to the image-store, no faster than it takes it. */
public final class SnapshotUpload implements SnapshotTarget {
    private static final int CHUNK_BYTES = 256 << 10;
    private static final long CALL_SECONDS = 10;
    private static final Duration UPLOAD_MAX = Duration.ofHours(1);

    private final Supplier<ImagesGrpc.ImagesStub> store;
    private final Supplier<ImagesGrpc.ImagesBlockingStub> blocking;

    /** Both without a deadline. */
    public SnapshotUpload(Supplier<ImagesGrpc.ImagesStub> store, Supplier<ImagesGrpc.ImagesBlockingStub> blocking) {
        this.store = store;
        this.blocking = blocking;
    }

    @Override
    public SnapshotDomainReply upload(SnapshotDomainRequest request, InputStream disk) {
        try (disk) {
            Image image = blocking.get()
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .createImage(declaration(request));
            if (image.getState() != ImageState.IMAGE_READY) {
                image = send(request, disk);
            }
            if (image.getState() != ImageState.IMAGE_READY) {
                image = blocking.get()
                        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                        .getImage(GetImageRequest.newBuilder()
                                .setImageId(request.getImageId())
                                .setTenantId(request.getTenantId())
                                .build());
            }
            return SnapshotDomainReply.newBuilder()
                    .setManifestDigest(image.getManifestDigest())
                    .setSizeBytes(image.getPartsList().stream()
                            .mapToLong(Part::getSizeBytes)
                            .sum())
                    .build();
        } catch (StatusRuntimeException e) {
            throw ProblemStatus.toProblem(e).because(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private Image send(SnapshotDomainRequest request, InputStream disk) throws IOException {
        Upload<UploadChunk, Image> upload = new Upload<>();
        store.get().withDeadlineAfter(UPLOAD_MAX.toSeconds(), TimeUnit.SECONDS).uploadPart(upload);
        UploadChunk head = UploadChunk.newBuilder()
                .setImageId(request.getImageId())
                .setTenantId(request.getTenantId())
                .setRole(PartRole.ROLE_DISK)
                .build();
        boolean wanted = upload.send(head);
        for (byte[] part = disk.readNBytes(CHUNK_BYTES);
                wanted && part.length > 0;
                part = disk.readNBytes(CHUNK_BYTES)) {
            wanted = upload.send(
                    head.toBuilder().setBytes(ByteString.copyFrom(part)).build());
        }
        return upload.finish(UPLOAD_MAX);
    }
}
