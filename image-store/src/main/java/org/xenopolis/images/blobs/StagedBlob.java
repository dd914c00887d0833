package org.xenopolis.images.blobs;

import java.nio.ByteBuffer;

/** Bytes being written. Closing forgets them unless they were published. Used by one thread at a time. */
public interface StagedBlob extends AutoCloseable {
    void write(ByteBuffer bytes);

    /** Adds that many zero bytes, at little cost. */
    void writeZeroes(long count);

    long sizeBytes();

    /** Ends the writing and says what was written. */
    BlobSummary finish();

    /** Makes the finished bytes durable under their digest. Bytes of the same digest are replaced: they are equal. */
    void publish();

    @Override
    void close();
}
