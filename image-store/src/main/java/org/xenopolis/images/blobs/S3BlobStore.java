package org.xenopolis.images.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ProblemException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Blobs as objects of one bucket, see {@link S3Keys} for their names. Several processes may share the bucket when they
 * exclude each other ({@link SharedExclusion}). Deleting a blob takes its list of chunks away and leaves a mark; its
 * bytes go some time later, so that who reads it finishes.
 */
final class S3BlobStore implements BlobStore, AutoCloseable {
    private static final int PART_BYTES_MIN = 16 << 20;
    private static final int PARTS_MAX = 10_000;
    private static final long COPY_BYTES = 256L << 20;
    private static final int COPIES_AT_ONCE = 4;

    private final S3Bucket bucket;
    private final S3Keys keys;
    private final Path spool;
    private final int partBytes;
    private volatile boolean zeroesAreThere;

    /**
     * @param spool a folder for parts on their way, one per blob being written
     * @param blobBytesMax the largest blob there will be
     */
    S3BlobStore(S3Bucket bucket, S3Keys keys, Path spool, long blobBytesMax) {
        this.bucket = bucket;
        this.keys = keys;
        this.spool = spool;
        this.partBytes = partBytes(blobBytesMax);
    }

    static int partBytes(long blobBytesMax) {
        long needed = Math.ceilDiv(Math.ceilDiv(blobBytesMax, PARTS_MAX), ChunkDigests.CHUNK_BYTES);
        return Math.toIntExact(Math.max(PART_BYTES_MIN, needed * ChunkDigests.CHUNK_BYTES));
    }

    S3Bucket bucket() {
        return bucket;
    }

    S3Keys keys() {
        return keys;
    }

    int partBytes() {
        return partBytes;
    }

    @Override
    public StagedBlob stage() {
        try {
            return new S3StagedBlob(this, new Spool(Files.createDirectories(spool)));
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    @Override
    public Optional<StoredBlob> open(Digest digest) {
        Optional<byte[]> list = bucket.read(keys.chunks(digest));
        OptionalLong size = list.isPresent() ? bucket.size(keys.blob(digest)) : OptionalLong.empty();
        return size.isPresent()
                ? Optional.of(new S3StoredBlob(bucket, keys.blob(digest), size.getAsLong(), list.orElseThrow()))
                : Optional.empty();
    }

    @Override
    public void delete(Digest digest) {
        bucket.write(keys.removed(digest), RequestBody.empty());
        bucket.delete(keys.chunks(digest));
    }

    @Override
    public void forEach(Consumer<Digest> visitor) {
        Walk walk = new Walk(visitor);
        bucket.forEach(keys.blobs(), (key, written) -> walk.next(key));
        walk.leave();
    }

    /** Goes through the keys in order: bytes come right before their list. */
    private final class Walk {
        private final Consumer<Digest> visitor;
        private Optional<Digest> alone = Optional.empty();

        private Walk(Consumer<Digest> visitor) {
            this.visitor = visitor;
        }

        private void next(String key) {
            if (key.endsWith(S3Keys.CHUNKS)) {
                alone = Optional.empty();
                keys.ofBlob(key.substring(0, key.length() - S3Keys.CHUNKS.length()))
                        .ifPresent(visitor);
            } else {
                leave();
                alone = keys.ofBlob(key);
            }
        }

        /** Bytes without a list and without the mark of a deletion are what a crash left. */
        private void leave() {
            alone.filter(digest -> bucket.size(keys.removed(digest)).isEmpty()).ifPresent(visitor);
        }
    }

    /** What can be kept has no limit here: the store says when it is full. */
    @Override
    public long usableBytes() {
        return Long.MAX_VALUE;
    }

    /** The key of a part of zeroes. */
    String zeroes() {
        String key = keys.zeroes(partBytes);
        if (!zeroesAreThere) {
            if (bucket.size(key).isEmpty()) {
                try (Spool zeroes = new Spool(Files.createDirectories(spool))) {
                    bucket.write(key, zeroes.body(partBytes));
                } catch (IOException e) {
                    throw StorageFailures.problem(e);
                }
            }
            zeroesAreThere = true;
        }
        return key;
    }

    /** Copies an object within the store, piece by piece: one request could take no more than 5 GiB. */
    void copy(String from, String to, long sizeBytes) {
        String upload = bucket.begin(to);
        try {
            List<Callable<CompletedPart>> pieces = new ArrayList<>();
            for (long at = 0; at < sizeBytes; at += COPY_BYTES) {
                S3Part piece = new S3Part(to, upload, pieces.size() + 1);
                long first = at;
                long last = Math.min(sizeBytes, at + COPY_BYTES) - 1;
                pieces.add(() -> bucket.copyPart(piece, from, first, last));
            }
            bucket.complete(to, upload, allOf(pieces));
        } catch (RuntimeException e) {
            giveUp(to, upload, e);
            throw e;
        }
    }

    private static List<CompletedPart> allOf(List<Callable<CompletedPart>> pieces) {
        try (ExecutorService copies =
                Executors.newFixedThreadPool(COPIES_AT_ONCE, Thread.ofVirtual().factory())) {
            List<CompletedPart> done = new ArrayList<>();
            for (Future<CompletedPart> piece : copies.invokeAll(pieces)) {
                done.add(piece.get());
            }
            return done;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StorageFailures.unreachable().because(e);
        }
    }

    private void giveUp(String key, String upload, RuntimeException reason) {
        try {
            bucket.abort(key, upload);
        } catch (ProblemException e) {
            // The sweeper will.
            reason.addSuppressed(e);
        }
    }

    @Override
    public void reclaim(Instant deletedBefore, Instant begunBefore, Exclusion exclusion) {
        List<Digest> removed = new ArrayList<>();
        bucket.forEach(keys.removed(), (key, at) -> {
            if (at.isBefore(deletedBefore)) {
                keys.ofRemoved(key).ifPresent(removed::add);
            }
        });
        for (Digest digest : removed) {
            boolean ignored = exclusion.alone(digest.value(), () -> reclaim(digest));
        }
        List<String> staged = new ArrayList<>();
        bucket.forEach(keys.staging(), (key, at) -> {
            if (at.isBefore(begunBefore)) {
                staged.add(key);
            }
        });
        staged.forEach(bucket::delete);
        bucket.abortBegunBefore(begunBefore);
    }

    private boolean reclaim(Digest digest) {
        // With a list the same bytes were stored again since.
        boolean gone = bucket.size(keys.chunks(digest)).isEmpty();
        if (gone) {
            bucket.delete(keys.blob(digest));
        }
        bucket.delete(keys.removed(digest));
        return gone;
    }

    @Override
    public void close() {
        bucket.close();
    }
}
