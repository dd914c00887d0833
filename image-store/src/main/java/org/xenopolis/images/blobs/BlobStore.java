package org.xenopolis.images.blobs;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.xenopolis.cluster.Digest;

/**
 * Where bytes are kept. A blob is named by its digest, never changes, and appears whole or not at all. Storing and
 * deleting one digest exclude each other ({@link Exclusion}). Failures of the storage are {@code ProblemException}s of kind UNAVAILABLE.
 */
public interface BlobStore {
    /** Begins new bytes; until they are published nobody can see them. */
    StagedBlob stage();

    /** Empty when there is none of that name. */
    Optional<StoredBlob> open(Digest digest);

    /** Succeeds also when there is none. */
    void delete(Digest digest);

    /** Every blob that is kept, in no order. */
    void forEach(Consumer<Digest> visitor);

    /**
     * Frees what a store may keep for a while: bytes whose deletion somebody's reading outlived, and what writing that
     * never ended left behind.
     */
    void reclaim(Instant deletedBefore, Instant begunBefore, Exclusion exclusion);

    /** How many more bytes fit. */
    long usableBytes();
}
