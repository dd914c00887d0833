package org.xenopolis.images.blobs;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;

/**
 * Blobs and their records kept in step. A record exists only for bytes that are durable; the storing and the sweeping
 * of one digest exclude each other, so that bytes stored again are never swept by a decision made before.
 */
@ApplicationScoped
public class Blobs {
    private static final int SWEPT_PER_ROUND_MAX = 1_000;

    private final BlobStore store;
    private final BlobRecords records;
    private final Exclusion exclusion;
    private final Clock clock;

    public Blobs(BlobStore store, BlobRecords records, Exclusion exclusion, Clock clock) {
        this.store = store;
        this.records = records;
        this.exclusion = exclusion;
        this.clock = clock;
    }

    /** Begins new bytes, unless there would be too little room left. */
    public StagedBlob stage(long freeBytesMin) {
        requireRoom(freeBytesMin);
        return store.stage();
    }

    public void requireRoom(long freeBytesMin) {
        if (store.usableBytes() < freeBytesMin) {
            throw StorageFailures.full().exception();
        }
    }

    /** Makes finished bytes durable and known. */
    public void keep(StagedBlob staged, BlobSummary summary) {
        locked(summary.digest(), () -> {
            staged.publish();
            records.stored(summary, clock.instant());
            return true;
        });
    }

    /** For reading by verification, which checks what it reads. */
    public StoredBlob openUnchecked(Digest digest) {
        return store.open(digest)
                .orElseThrow(
                        () -> Problem.of(ErrorKind.INTERNAL, "blob-missing", "The bytes of this image are damaged.")
                                .exception());
    }

    /** Opens bytes that a ready image names. */
    public Optional<CheckedBlob> open(Digest digest) {
        return records.findFetchable(digest).map(summary -> new CheckedBlob(summary, store.open(digest)));
    }

    /** Reads all bytes again and notes what was found; empty when they are right. */
    public Optional<String> recheck(Digest digest) {
        Optional<BlobSummary> summary = records.find(digest);
        if (summary.isEmpty()) {
            return Optional.of(digest + " is not known");
        }
        Optional<String> fault = store.open(digest)
                .map(blob -> fault(blob, summary.get()))
                .orElseGet(() -> Optional.of(digest + " is gone from the storage"));
        if (fault.isPresent()) {
            records.damaged(digest);
        } else {
            records.verified(digest, clock.instant());
        }
        return fault;
    }

    public void damaged(Digest digest) {
        records.damaged(digest);
    }

    private static Optional<String> fault(StoredBlob blob, BlobSummary summary) {
        try (blob) {
            return ChunkDigests.fault(blob, summary);
        }
    }

    /** Removes bytes that nothing has named for that long, and files that were never recorded. */
    public int sweep(Duration grace) {
        Instant before = clock.instant().minus(grace);
        int swept = 0;
        for (Digest digest : records.unnamed(before, SWEPT_PER_ROUND_MAX)) {
            swept += locked(digest, () -> records.forget(digest, before) && delete(digest)) ? 1 : 0;
        }
        return swept;
    }

    /** Removes files without a record: what a crash left between making bytes durable and recording them. */
    public void removeUnrecorded() {
        store.forEach(digest -> {
            // Most are recorded: only the others are worth a lock.
            if (isUnrecorded(digest)) {
                locked(digest, () -> isUnrecorded(digest) && delete(digest));
            }
        });
    }

    private boolean isUnrecorded(Digest digest) {
        return records.find(digest).isEmpty();
    }

    /** Frees what was deleted that long ago, and what writing left behind that began that long ago and never ended. */
    public void reclaim(Duration sinceDeleted, Duration sinceBegun) {
        Instant now = clock.instant();
        store.reclaim(now.minus(sinceDeleted), now.minus(sinceBegun), exclusion);
    }

    private boolean delete(Digest digest) {
        store.delete(digest);
        return true;
    }

    private <T> T locked(Digest digest, Supplier<T> work) {
        return exclusion.alone(digest.value(), work);
    }
}
