package org.xenopolis.images.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The part that is being gathered, in a file without a name: it can be sent again, takes no heap, and goes with the
 * process. What was never written reads as zero.
 */
final class Spool implements AutoCloseable {
    private static final int READ_BYTES = 64 << 10;

    private final FileChannel file;

    Spool(Path folder) throws IOException {
        Path name = Files.createTempFile(folder, "part", "");
        this.file = FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(name);
    }

    void write(ByteBuffer bytes, long at) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        for (long to = at; rest.hasRemaining(); ) {
            to += file.write(rest, to);
        }
    }

    /** The first so many bytes, to be sent. */
    RequestBody body(int bytes) throws IOException {
        if (bytes > 0 && file.size() < bytes) {
            file.write(ByteBuffer.allocate(1), bytes - 1L);
        }
        return RequestBody.fromContentProvider(() -> new Content(bytes), bytes, "application/octet-stream");
    }

    /** Forgets what was written. */
    void clear() throws IOException {
        file.truncate(0);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reads by position: a request that is tried again reads from the start. */
    private final class Content extends InputStream {
        private final ByteBuffer block = ByteBuffer.allocate(READ_BYTES).flip();
        private final int end;
        private int at;

        private Content(int end) {
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            return fill() ? block.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int taken = Math.min(length, block.remaining());
            block.get(into, offset, taken);
            return taken;
        }

        private boolean fill() throws IOException {
            if (!block.hasRemaining() && at < end) {
                block.clear().limit(Math.min(READ_BYTES, end - at));
                int got = file.read(block, at);
                block.flip();
                at += Math.max(got, 0);
            }
            return block.hasRemaining();
        }
    }
}
