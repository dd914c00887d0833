package org.xenopolis.images.blobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.xenopolis.cluster.Digest;

/** What the database knows about blobs. */
public interface BlobRecords {
    /** The name of these records, by which a storage knows whose blobs it keeps. */
    UUID owner();

    /** Notes that these bytes were stored just now: they are whole, and the sweeper leaves them for a while. */
    void stored(BlobSummary blob, Instant now);

    Optional<BlobSummary> find(Digest digest);

    /** Empty also when no ready image names it: unverified bytes never leave. */
    Optional<BlobSummary> findFetchable(Digest digest);

    void damaged(Digest digest);

    void verified(Digest digest, Instant now);

    /** Blobs not checked since then, the oldest check first, damaged ones left out. */
    List<BlobSummary> longestUnverified(Instant checkedBefore, int countMax);

    /** Blobs that nothing names and nobody stored again since. */
    List<Digest> unnamed(Instant storedBefore, int countMax);

    /** Forgets the blob if still nothing names it; false if something does. */
    boolean forget(Digest digest, Instant storedBefore);
}
