package org.xenopolis.images.api;

import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.UploadChunk;
import org.xenopolis.images.transfer.Upload;
import org.xenopolis.images.transfer.Uploads;
import org.xenopolis.kit.grpc.Replies;

/**
 * One upload as it arrives. gRPC asks the sender for the next message only after {@link #onNext} has returned, so
 * writing to a slow disk slows the sender down.
 */
final class UploadStream implements StreamObserver<UploadChunk> {
    private static final int CHUNK_BYTES_MAX = 4 << 20;

    private final Uploads uploads;
    private final Function<org.xenopolis.images.core.Image, Image> answer;
    private final StreamObserver<Image> out;
    private @Nullable Upload upload;
    private boolean ended;

    UploadStream(Uploads uploads, Function<org.xenopolis.images.core.Image, Image> answer, StreamObserver<Image> out) {
        this.uploads = uploads;
        this.answer = answer;
        this.out = out;
    }

    @Override
    public void onNext(UploadChunk chunk) {
        if (ended) {
            return;
        }
        try {
            Upload current = upload;
            if (current == null) {
                current = uploads.begin(Requests.target(chunk));
                upload = current;
            }
            if (chunk.getBytes().size() > CHUNK_BYTES_MAX) {
                throw Problem.of(
                                ErrorKind.INVALID,
                                "chunk-too-large",
                                "A message takes at most " + CHUNK_BYTES_MAX + " bytes.")
                        .exception();
            }
            for (ByteBuffer bytes : chunk.getBytes().asReadOnlyByteBufferList()) {
                current.write(bytes);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onCompleted() {
        if (ended) {
            return;
        }
        Upload current = upload;
        if (current == null) {
            fail(Problem.of(ErrorKind.INVALID, "empty-upload", "The upload names no image.")
                    .exception());
            return;
        }
        try {
            Image image = answer.apply(current.complete());
            end();
            out.onNext(image);
            out.onCompleted();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** The sender went away: what came so far is no part. */
    @Override
    public void onError(Throwable cut) {
        end();
    }

    private void fail(RuntimeException failure) {
        boolean first = !ended;
        end();
        if (first) {
            out.onError(Replies.statusOf(failure));
        }
    }

    private void end() {
        ended = true;
        if (upload != null) {
            upload.close();
        }
    }
}
