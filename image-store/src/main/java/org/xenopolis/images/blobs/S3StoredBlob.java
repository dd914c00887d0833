package org.xenopolis.images.blobs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A blob's object, read by ranges. Reading on from where the last read ended goes on in the answer to the same request,
 * and the further a reader goes on, the more the next request asks for. Used by one thread at a time.
 */
final class S3StoredBlob implements StoredBlob {
    private static final long WINDOW_BYTES_MIN = 64 << 10;
    private static final long WINDOW_BYTES_MAX = 64 << 20;
    private static final int ATTEMPTS_MAX = 3;

    private final S3Bucket bucket;
    private final String key;
    private final long size;
    private final byte[] chunkList;
    private @Nullable ResponseInputStream<GetObjectResponse> answer;
    private long position;
    private long answerEnd;
    private long window;

    S3StoredBlob(S3Bucket bucket, String key, long size, byte[] chunkList) {
        this.bucket = bucket;
        this.key = key;
        this.size = size;
        this.chunkList = chunkList;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] chunkList() {
        return chunkList;
    }

    @Override
    public byte[] read(long offset, int length) {
        if (offset < 0 || offset >= size) {
            return new byte[0];
        }
        byte[] bytes = new byte[(int) Math.min(length, size - offset)];
        int got = 0;
        int failures = 0;
        while (got < bytes.length) {
            try {
                int more = answerFrom(offset + got, bytes.length - got).read(bytes, got, bytes.length - got);
                if (more < 0) {
                    throw new IOException("the answer for " + key + " ended early");
                }
                got += more;
                position += more;
            } catch (IOException e) {
                // The server may close an answer that nobody reads for a while.
                drop();
                if (++failures == ATTEMPTS_MAX) {
                    throw StorageFailures.problem(e);
                }
            }
        }
        return bytes;
    }

    private ResponseInputStream<GetObjectResponse> answerFrom(long offset, int wanted) throws IOException {
        ResponseInputStream<GetObjectResponse> open = answer;
        if (open != null && offset == position && offset < answerEnd) {
            return open;
        }
        window = offset == position && position > 0 ? Math.min(2 * window, WINDOW_BYTES_MAX) : WINDOW_BYTES_MIN;
        end();
        long last = Math.min(size, offset + Math.max(window, wanted)) - 1;
        ResponseInputStream<GetObjectResponse> next = bucket.read(key, offset, last);
        answer = next;
        position = offset;
        answerEnd = last + 1;
        window = answerEnd - offset;
        return next;
    }

    /** Reads a short rest, so that the connection can be used again; a long one is not worth it. */
    private void end() throws IOException {
        ResponseInputStream<GetObjectResponse> open = answer;
        if (open != null && answerEnd - position <= WINDOW_BYTES_MIN) {
            answer = null;
            open.skipNBytes(answerEnd - position);
            // Now the answer knows that it is over.
            int ignored = open.read();
            open.close();
        }
        drop();
    }

    private void drop() {
        ResponseInputStream<GetObjectResponse> open = answer;
        answer = null;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void close() {
        drop();
    }
}
