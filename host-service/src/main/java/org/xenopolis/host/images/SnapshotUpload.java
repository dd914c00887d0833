package org.xenopolis.host.images;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
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

/** Streams a disk to the image-store, no faster than it takes it. */
public final class SnapshotUpload implements SnapshotTarget {
    private static final int CHUNK_BYTES = 256 << 10;
    private static final long CALL_SECONDS = 10;
    private static final long UPLOAD_SECONDS = 3_600;

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
        Upload upload = new Upload();
        store.get().withDeadlineAfter(UPLOAD_SECONDS, TimeUnit.SECONDS).uploadPart(upload);
        UploadChunk first = UploadChunk.newBuilder()
                .setImageId(request.getImageId())
                .setTenantId(request.getTenantId())
                .setRole(PartRole.ROLE_DISK)
                .build();
        upload.next(first);
        for (byte[] part = disk.readNBytes(CHUNK_BYTES); part.length > 0; part = disk.readNBytes(CHUNK_BYTES)) {
            if (!upload.next(
                    first.toBuilder().setBytes(ByteString.copyFrom(part)).build())) {
                break;
            }
        }
        return upload.finish();
    }

    private static final class Upload implements ClientResponseObserver<UploadChunk, Image> {
        private final CompletableFuture<Image> answer = new CompletableFuture<>();
        private final Semaphore ready = new Semaphore(0);
        private @Nullable ClientCallStreamObserver<UploadChunk> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<UploadChunk> stream) {
            call = stream;
            stream.setOnReadyHandler(ready::release);
        }

        /** Waits until the store can take more. False when it has answered already, which is a refusal. */
        boolean next(UploadChunk chunk) {
            ClientCallStreamObserver<UploadChunk> stream = call();
            try {
                while (!stream.isReady() && !answer.isDone()) {
                    // The handler may have fired before: look again now and then.
                    boolean signalled = ready.tryAcquire(100, TimeUnit.MILLISECONDS);
                    ready.drainPermits();
                    if (!signalled && answer.isDone()) {
                        return false;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (answer.isDone()) {
                return false;
            }
            stream.onNext(chunk);
            return true;
        }

        Image finish() {
            if (!answer.isDone()) {
                call().onCompleted();
            }
            try {
                return answer.get(UPLOAD_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof StatusRuntimeException status) {
                    throw status;
                }
                throw new IllegalStateException(e);
            } catch (InterruptedException | TimeoutException e) {
                throw Problem.of(
                                ErrorKind.UNAVAILABLE,
                                "snapshot-interrupted",
                                "The snapshot was not finished; try again.")
                        .because(e);
            }
        }

        private ClientCallStreamObserver<UploadChunk> call() {
            ClientCallStreamObserver<UploadChunk> stream = call;
            if (stream == null) {
                throw new IllegalStateException("the call has not started");
            }
            return stream;
        }

        @Override
        public void onNext(Image image) {
            answer.complete(image);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
            ready.release();
        }

        @Override
        public void onCompleted() {
            answer.completeExceptionally(new IllegalStateException("the image-store said nothing"));
        }
    }
}
