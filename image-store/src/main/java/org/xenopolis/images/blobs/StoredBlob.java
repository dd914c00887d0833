package org.xenopolis.images.blobs;

import org.xenopolis.images.core.inspect.ByteView;

/** A blob opened for reading. Nothing says yet that its bytes are right: see {@link ChunkDigests}. */
public interface StoredBlob extends ByteView, AutoCloseable {
    /** The list of its chunks' digests as stored, to be checked against {@link BlobSummary#chunkList()}. */
    byte[] chunkList();

    @Override
    void close();
}
