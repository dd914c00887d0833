package org.xenopolis.images.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** The body of an answer: exactly as long as its head said, or an {@link ImportFailure}. */
final class HttpBody {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int TRAILERS_MAX = 20;
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,12})(?:[ ;].*)?");

    /** Takes the bytes as they come; may end the import by throwing. */
    @FunctionalInterface
    interface Sink {
        void take(ByteBuffer bytes) throws ImportFailure;
    }

    private final InputStream in;
    private final Sink sink;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    HttpBody(InputStream in, Sink sink) {
        this.in = in;
        this.sink = sink;
    }

    void copy(HttpHead head) throws IOException, ImportFailure {
        if (head.lengthBytes() != HttpHead.CHUNKED) {
            copy(head.lengthBytes());
            return;
        }
        while (true) {
            var size = CHUNK_SIZE.matcher(HttpHead.line(in));
            if (!size.matches()) {
                throw new ImportFailure("The server's answer is malformed.");
            }
            long bytes = Long.parseLong(size.group(1), 16);
            if (bytes == 0) {
                skipTrailers();
                return;
            }
            copy(bytes);
            if (!HttpHead.line(in).isEmpty()) {
                throw new ImportFailure("The server's answer is malformed.");
            }
        }
    }

    private void skipTrailers() throws IOException, ImportFailure {
        for (int i = 0; i < TRAILERS_MAX; i++) {
            if (HttpHead.line(in).isEmpty()) {
                return;
            }
        }
        throw new ImportFailure("The server's answer is malformed.");
    }

    private void copy(long bytes) throws IOException, ImportFailure {
        long left = bytes;
        while (left > 0) {
            int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
                throw new ImportFailure("The server ended its answer too early.");
            }
            sink.take(ByteBuffer.wrap(buffer, 0, got));
            left -= got;
        }
    }
}
