package org.xenopolis.images.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ProblemException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Grows as an upload of parts under a passing name, since the digest is known last; publishing copies it within the
 * store. What fits into one part is sent when it is published. A part of zeroes is copied too.
 */
final class S3StagedBlob implements StagedBlob {
    private static final Logger LOG = Logger.getLogger(S3StagedBlob.class);
    private static final int BLOCK_BYTES = 64 << 10;
    private static final ByteBuffer ZEROES =
            ByteBuffer.allocateDirect(BLOCK_BYTES).asReadOnlyBuffer();

    private enum Staging {
        NONE,
        UPLOADING,
        COMPLETE
    }

    private final S3BlobStore store;
    private final String key;
    private final Spool spool;
    private final ChunkDigests digests = new ChunkDigests();
    private final List<CompletedPart> parts = new ArrayList<>();
    private Staging staging = Staging.NONE;
    private String upload = "";
    private int gathered;
    private boolean onlyZeroes = true;
    private ChunkDigests.@Nullable Finished finished;

    S3StagedBlob(S3BlobStore store, Spool spool) {
        this.store = store;
        this.key = store.keys().staged();
        this.spool = spool;
    }

    @Override
    public void write(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            ByteBuffer block = rest.slice(rest.position(), blockBytes(rest.remaining()));
            rest.position(rest.position() + block.remaining());
            gather(block, block.equals(ZEROES.slice(0, block.remaining())));
        }
    }

    @Override
    public void writeZeroes(long count) {
        for (long left = count; left > 0; ) {
            ByteBuffer block = ZEROES.slice(0, blockBytes(left));
            left -= block.remaining();
            gather(block, true);
        }
    }

    private int blockBytes(long wanted) {
        return (int) Math.min(wanted, Math.min(BLOCK_BYTES, store.partBytes() - gathered));
    }

    private void gather(ByteBuffer block, boolean zeroes) {
        digests.update(block);
        try {
            if (!zeroes) {
                spool.write(block, gathered);
                onlyZeroes = false;
            }
            gathered += block.remaining();
            if (gathered == store.partBytes()) {
                sendPart();
            }
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    private void sendPart() throws IOException {
        if (staging == Staging.NONE) {
            upload = store.bucket().begin(key);
            staging = Staging.UPLOADING;
        }
        S3Part part = new S3Part(key, upload, parts.size() + 1);
        parts.add(
                onlyZeroes && gathered == store.partBytes()
                        ? store.bucket().copyPart(part, store.zeroes(), 0, gathered - 1L)
                        : store.bucket().writePart(part, spool.body(gathered)));
        spool.clear();
        gathered = 0;
        onlyZeroes = true;
    }

    @Override
    public long sizeBytes() {
        return digests.sizeBytes();
    }

    @Override
    public BlobSummary finish() {
        if (staging == Staging.UPLOADING) {
            try {
                if (gathered > 0) {
                    sendPart();
                }
            } catch (IOException e) {
                throw StorageFailures.problem(e);
            }
            store.bucket().complete(key, upload, parts);
            staging = Staging.COMPLETE;
        }
        ChunkDigests.Finished result = digests.finish();
        finished = result;
        return result.summary();
    }

    @Override
    public void publish() {
        ChunkDigests.Finished result = finished;
        if (result == null) {
            throw new IllegalStateException("publish before finish");
        }
        Digest digest = result.summary().digest();
        if (staging == Staging.COMPLETE) {
            store.copy(key, store.keys().blob(digest), result.summary().sizeBytes());
        } else {
            writeWhole(store.keys().blob(digest));
        }
        // The list last: with it the blob is there.
        store.bucket().write(store.keys().chunks(digest), RequestBody.fromBytes(result.chunkList()));
    }

    private void writeWhole(String name) {
        try {
            store.bucket().write(name, spool.body(gathered));
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    @Override
    public void close() {
        try {
            spool.close();
            switch (staging) {
                case UPLOADING -> store.bucket().abort(key, upload);
                case COMPLETE -> store.bucket().delete(key);
                case NONE -> {
                    // Nothing was sent.
                }
            }
        } catch (IOException | ProblemException e) {
            LOG.warnf("%s could not be given up, the sweeper will: %s", key, e.getMessage());
        }
        staging = Staging.NONE;
    }
}
