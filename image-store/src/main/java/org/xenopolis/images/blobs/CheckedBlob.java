package org.xenopolis.images.blobs;

import java.util.Arrays;
import java.util.Optional;

/**
 * A blob whose every chunk is checked on the way out. The list of chunk digests is bound by its own digest in the
 * records, so neither it nor the bytes can change unnoticed.
 */
public final class CheckedBlob implements AutoCloseable {
    private final BlobSummary summary;
    private final Optional<StoredBlob> stored;
    private final byte[] chunkList;

    CheckedBlob(BlobSummary summary, Optional<StoredBlob> stored) {
        this.summary = summary;
        this.stored = stored;
        this.chunkList = stored.map(StoredBlob::chunkList).orElseGet(() -> new byte[0]);
    }

    public BlobSummary summary() {
        return summary;
    }

    /** A reason why the blob cannot be read at all. */
    public Optional<String> fault() {
        if (stored.isEmpty()) {
            return Optional.of(summary.digest() + " is gone from the storage");
        }
        return ChunkDigests.isListOf(chunkList, summary)
                ? Optional.empty()
                : Optional.of(summary.digest() + " has a wrong list of chunk digests");
    }

    /** The bytes from the offset to the end of its chunk; empty when a byte of the chunk is wrong. */
    public Optional<byte[]> readFrom(long offset) {
        long index = offset / ChunkDigests.CHUNK_BYTES;
        long start = index * ChunkDigests.CHUNK_BYTES;
        byte[] chunk = stored.orElseThrow().read(start, ChunkDigests.CHUNK_BYTES);
        int expected = (int) Math.min(ChunkDigests.CHUNK_BYTES, summary.sizeBytes() - start);
        if (chunk.length != expected || !ChunkDigests.isChunk(chunkList, index, chunk)) {
            return Optional.empty();
        }
        return Optional.of(offset == start ? chunk : Arrays.copyOfRange(chunk, (int) (offset - start), chunk.length));
    }

    @Override
    public void close() {
        stored.ifPresent(StoredBlob::close);
    }
}
