package org.xenopolis.images.blobs;

import java.util.Optional;
import java.util.function.Consumer;
import org.xenopolis.cluster.Digest;

/**
 * Where bytes are kept. A blob is named by its digest, never changes, and appears whole or not at all. One process
 * writes to one store. Failures of the storage are {@code ProblemException}s of kind UNAVAILABLE.
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

    /** How many more bytes fit. */
    long usableBytes();
}
