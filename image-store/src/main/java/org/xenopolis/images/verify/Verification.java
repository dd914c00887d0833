package org.xenopolis.images.verify;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.images.blobs.Blobs;
import org.xenopolis.images.catalog.Catalog;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageState;

/**
 * Turns a complete image into a ready or a rejected one, in the background. Everything it needs is in the records and
 * the storage, so one that was interrupted simply starts again; doing it twice changes nothing.
 */
@ApplicationScoped
public class Verification {
    private static final Logger LOG = Logger.getLogger(Verification.class);
    private static final int PARALLEL_MAX = 2;

    private final Catalog catalog;
    private final Blobs blobs;
    private final Examination examination;
    private final ImageSettings settings;
    private final ConcurrentHashMap<ImageId, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    // Hashing and unpacking are processor time: more at once would only make each slower.
    private final Semaphore slots = new Semaphore(PARALLEL_MAX);

    Verification(Catalog catalog, Blobs blobs, Examination examination, ImageSettings settings) {
        this.catalog = catalog;
        this.blobs = blobs;
        this.examination = examination;
        this.settings = settings;
    }

    /** Starts it unless it runs, waits a little, and answers how the image stands. */
    public Image startAndWait(ImageId id) {
        CompletableFuture<Void> work = start(id);
        try {
            work.get(settings.answerWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debugf("verification of %s goes on: %s", id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return catalog.visible(id, Optional.empty());
    }

    public CompletableFuture<Void> start(ImageId id) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> other = running.putIfAbsent(id, mine);
        if (other != null) {
            return other;
        }
        Thread.ofVirtual().name("verify-" + id).start(() -> {
            try {
                slots.acquire();
                try {
                    verify(id);
                } finally {
                    slots.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // The image keeps its state; the next round of the sweeper tries again.
                LOG.warnf(e, "image %s could not be verified now", id);
            } finally {
                running.remove(id);
                mine.complete(null);
            }
        });
        return mine;
    }

    private void verify(ImageId id) {
        Image image = catalog.visible(id, Optional.empty());
        if (!(image.state() instanceof ImageState.Verifying)) {
            return;
        }
        switch (examination.of(image)) {
            case Findings.Usable(var manifest, var stored) -> catalog.change(id, now -> now.verified(manifest, stored));
            case Findings.Unusable(String reason) -> catalog.change(id, now -> now.rejected(reason));
        }
    }

    /** Reads the stored bytes of a usable or damaged image again and moves it between the two. */
    public Image recheck(Image image) {
        return switch (image.state()) {
            case ImageState.Ready(Digest manifest) -> recheck(image, manifest);
            case ImageState.Damaged(Digest manifest, String ignored) -> recheck(image, manifest);
            case ImageState.Verifying ignored -> startAndWait(image.id());
            default ->
                throw Problem.of(
                                ErrorKind.CONFLICT,
                                "image-has-no-bytes",
                                "Only an image that was ready can be verified.")
                        .exception();
        };
    }

    private Image recheck(Image image, Digest manifest) {
        boolean whole = isWhole(manifest);
        for (var part : image.parts()) {
            whole &= isWhole(part.stored().orElseThrow().bytes().digest());
        }
        return whole ? catalog.change(image.id(), Image::repaired) : catalog.visible(image.id(), Optional.empty());
    }

    /** Whether these bytes are right; every image that names wrong ones is taken out of use. */
    boolean isWhole(Digest blob) {
        Optional<String> fault = blobs.recheck(blob);
        fault.ifPresent(what -> {
            LOG.errorf("damaged bytes: %s", what);
            catalog.damaged(blob);
        });
        return fault.isEmpty();
    }
}
