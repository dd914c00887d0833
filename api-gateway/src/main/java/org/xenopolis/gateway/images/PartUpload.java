package org.xenopolis.gateway.images;

import com.google.protobuf.ByteString;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.UploadChunk;

/** Passes a body on as it comes: what the image store cannot take yet is not read from the client either. */
final class PartUpload {
    private static final int CHUNK_BYTES = 256 << 10;

    private final BlockingClientCall<UploadChunk, Image> call;

    PartUpload(BlockingClientCall<UploadChunk, Image> call) {
        this.call = call;
    }

    /** @param first names image and part, and carries no bytes */
    Image send(UploadChunk first, InputStream body) throws IOException {
        boolean done = false;
        try {
            boolean open = call.write(first);
            byte[] buffer = new byte[CHUNK_BYTES];
            while (open) {
                int length = body.readNBytes(buffer, 0, buffer.length);
                if (length == 0) {
                    break;
                }
                open = call.write(UploadChunk.newBuilder()
                        .setBytes(ByteString.copyFrom(buffer, 0, length))
                        .build());
            }
            if (open) {
                call.halfClose();
            }
            Image image = call.read();
            done = true;
            if (image == null) {
                throw Problem.of(
                                ErrorKind.UNAVAILABLE, "peer-unavailable", "The image store gave no answer; try again.")
                        .exception();
            }
            return image;
        } catch (StatusException e) {
            done = true;
            throw e.getStatus().asRuntimeException(e.getTrailers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorKind.UNAVAILABLE, "peer-unavailable", "The upload was interrupted; try again.")
                    .because(e);
        } finally {
            if (!done) {
                // The client went away: the store must not take half a part for a whole one.
                call.cancel("the upload was cut off", null);
            }
        }
    }
}
