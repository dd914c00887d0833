package org.xenopolis.images.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.images.blobs.Blobs;
import org.xenopolis.images.blobs.CheckedBlob;
import org.xenopolis.images.catalog.Catalog;

/** Hands bytes out, every chunk checked first. */
@ApplicationScoped
public class Fetches {
    private static final Logger LOG = Logger.getLogger(Fetches.class);

    private final Blobs blobs;
    private final Catalog catalog;

    Fetches(Blobs blobs, Catalog catalog) {
        this.blobs = blobs;
        this.catalog = catalog;
    }

    /** Must be closed. */
    public Fetch begin(Digest digest, long offset) {
        CheckedBlob blob = blobs.open(digest)
                .orElseThrow(() -> Problem.of(ErrorKind.NOT_FOUND, "blob-not-found", "No ready image has these bytes.")
                        .exception());
        try {
            blob.fault().ifPresent(fault -> damaged(digest, fault));
            if (offset < 0 || offset > blob.summary().sizeBytes()) {
                throw Problem.of(ErrorKind.INVALID, "offset-outside", "The offset lies outside of the bytes.")
                        .exception();
            }
            return new Fetch(this, blob, offset);
        } catch (RuntimeException e) {
            blob.close();
            throw e;
        }
    }

    /** Wrong bytes do not leave, now or later. Always throws. */
    void damaged(Digest digest, String fault) {
        LOG.errorf("damaged bytes: %s", fault);
        blobs.damaged(digest);
        catalog.damaged(digest);
        throw Problem.of(ErrorKind.INTERNAL, "blob-damaged", "The stored bytes are damaged.")
                .exception();
    }
}
