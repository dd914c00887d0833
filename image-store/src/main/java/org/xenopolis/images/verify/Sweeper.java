package org.xenopolis.images.verify;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.images.blobs.BlobRecords;
import org.xenopolis.images.blobs.BlobSummary;
import org.xenopolis.images.blobs.Blobs;
import org.xenopolis.images.blobs.Exclusion;
import org.xenopolis.images.catalog.Catalog;
import org.xenopolis.images.catalog.ImageRecords;

/**
 * Looks after what calls leave behind: goes on with verifications, ends imports of an earlier life and uploads that
 * never came, removes bytes that nothing names, and reads stored bytes again, those first that waited longest.
 */
@ApplicationScoped
class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final int RECHECKED_PER_ROUND_MAX = 100;

    private final ImageRecords images;
    private final Catalog catalog;
    private final Blobs blobs;
    private final BlobRecords blobRecords;
    private final Exclusion exclusion;
    private final Verification verification;
    private final ImageSettings settings;
    private final Clock clock;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Sweeper(
            ImageRecords images,
            Catalog catalog,
            Blobs blobs,
            BlobRecords blobRecords,
            Exclusion exclusion,
            Verification verification,
            ImageSettings settings,
            Clock clock) {
        this.images = images;
        this.catalog = catalog;
        this.blobs = blobs;
        this.blobRecords = blobRecords;
        this.exclusion = exclusion;
        this.verification = verification;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Before the first call can arrive: an import that is in the records now is of an earlier life, or of another
     * process; where there may be others it ends like bytes that never came.
     */
    void start(@Observes @Priority(2_000) StartupEvent event) {
        if (!exclusion.isShared()) {
            endEarlierImports();
        }
        Thread.ofVirtual().name("sweeper").start(this::run);
    }

    void endEarlierImports() {
        images.importing().forEach(id -> catalog.change(id, image -> image.rejected(Catalog.INTERRUPTED)));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    private void run() {
        attempt("unrecorded files", blobs::removeUnrecorded);
        try {
            do {
                round();
            } while (!stopping.await(settings.sweepEvery().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One failure does not keep the other chores from being done. */
    void round() {
        attempt("verifications", () -> images.verifying().forEach(verification::start));
        attempt("forgotten uploads", this::rejectForgotten);
        attempt("unnamed bytes", () -> blobs.sweep(settings.blobGrace()));
        attempt("leftovers", () -> blobs.reclaim(settings.blobGrace(), settings.pendingTimeMax()));
        attempt("stored bytes", this::recheck);
    }

    private void rejectForgotten() {
        images.pendingSince(clock.instant().minus(settings.pendingTimeMax()))
                .forEach(id -> catalog.change(id, image -> image.rejected("The image's bytes never came.")));
    }

    private void recheck() {
        long left = settings.recheckBytesPerSweep();
        for (BlobSummary blob : blobRecords.longestUnverified(
                clock.instant().minus(settings.recheckAfter()), RECHECKED_PER_ROUND_MAX)) {
            left -= blob.sizeBytes();
            if (left < 0 || stopping.getCount() == 0) {
                return;
            }
            boolean ignored = verification.isWhole(blob.digest());
        }
    }

    private static void attempt(String chore, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warnf(e, "the sweeper could not look after %s", chore);
        }
    }
}
