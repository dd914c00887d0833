package org.xenopolis.images.transfer;

import java.util.Optional;
import org.xenopolis.images.blobs.CheckedBlob;

/** One blob being handed out, chunk by chunk. */
public final class Fetch implements AutoCloseable {
    private final Fetches fetches;
    private final CheckedBlob blob;
    private long offset;

    Fetch(Fetches fetches, CheckedBlob blob, long offset) {
        this.fetches = fetches;
        this.blob = blob;
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }

    public boolean isDone() {
        return offset >= blob.summary().sizeBytes();
    }

    /** The next bytes, at most 1 MiB. @throws org.xenopolis.contracts.ProblemException when one of them is wrong */
    public byte[] next() {
        Optional<byte[]> chunk = blob.readFrom(offset);
        if (chunk.isEmpty()) {
            fetches.damaged(blob.summary().digest(), blob.summary().digest() + " is wrong near offset " + offset);
        }
        byte[] bytes = chunk.orElseThrow();
        offset += bytes.length;
        return bytes;
    }

    @Override
    public void close() {
        blob.close();
    }
}
