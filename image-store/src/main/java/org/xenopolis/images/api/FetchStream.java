package org.xenopolis.images.api;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import org.xenopolis.contracts.images.BlobChunk;
import org.xenopolis.images.transfer.Fetch;
import org.xenopolis.kit.grpc.Replies;

/**
 * Sends a blob as fast as the receiver takes it. gRPC calls back when there is room; no thread waits meanwhile, and no
 * more than a few chunks are in memory.
 */
final class FetchStream {
    private final Fetch fetch;
    private final ServerCallStreamObserver<BlobChunk> out;
    private boolean ended;

    private FetchStream(Fetch fetch, ServerCallStreamObserver<BlobChunk> out) {
        this.fetch = fetch;
        this.out = out;
    }

    /** Returns at once; owns the fetch from now on. Callbacks of one call never run at the same time. */
    static void run(Fetch fetch, ServerCallStreamObserver<BlobChunk> out) {
        FetchStream stream = new FetchStream(fetch, out);
        out.setOnReadyHandler(stream::send);
        out.setOnCancelHandler(stream::end);
    }

    private void send() {
        if (ended) {
            return;
        }
        try {
            while (out.isReady() && !fetch.isDone()) {
                long offset = fetch.offset();
                out.onNext(BlobChunk.newBuilder()
                        .setOffset(offset)
                        .setBytes(UnsafeByteOperations.unsafeWrap(fetch.next()))
                        .build());
            }
            if (fetch.isDone()) {
                end();
                out.onCompleted();
            }
        } catch (RuntimeException e) {
            boolean first = !ended;
            end();
            if (first && !out.isCancelled()) {
                out.onError(Replies.statusOf(e));
            }
        }
    }

    private void end() {
        ended = true;
        fetch.close();
    }
}
