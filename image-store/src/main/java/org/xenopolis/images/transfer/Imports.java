package org.xenopolis.images.transfer;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.images.catalog.Catalog;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageState;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.net.ImportUrl;

/**
 * Imports by URL, in the background. The URL is nowhere kept (it may hold a secret), so an import does not outlive the
 * process: at the next start its image is rejected with a sentence that says so.
 */
@ApplicationScoped
public class Imports {
    private static final Logger LOG = Logger.getLogger(Imports.class);
    private static final int WAITING_PER_SLOT_MAX = 16;
    private static final long STATE_CHECKED_EVERY_BYTES = 16L << 20;

    private record Key(ImageId image, PartRole role) {}

    private record Job(
            Image image, PartRole role, Optional<Digest> promised, ImportUrl.Accepted url, AtomicLong progress) {
        Key key() {
            return new Key(image.id(), role);
        }
    }

    private final Catalog catalog;
    private final Intake intake;
    private final Addresses addresses;
    private final PinnedHttp http;
    private final ImageSettings settings;
    private final Set<String> trustedOrigins;
    private final Semaphore waiting;
    private final Semaphore running;
    private final ConcurrentHashMap<Key, AtomicLong> received = new ConcurrentHashMap<>();

    Imports(Catalog catalog, Intake intake, Addresses addresses, PinnedHttp http, ImageSettings settings) {
        this.catalog = catalog;
        this.intake = intake;
        this.addresses = addresses;
        this.http = http;
        this.settings = settings;
        this.trustedOrigins = Set.copyOf(settings.importAllow().orElse(List.of()));
        this.running = new Semaphore(settings.importsMax());
        this.waiting = new Semaphore(settings.importsMax() * WAITING_PER_SLOT_MAX);
    }

    public Image start(Uploads.Target target, String url) {
        ImportUrl.Accepted accepted =
                switch (ImportUrl.parse(url, trustedOrigins)) {
                    case ImportUrl.Accepted good -> good;
                    case ImportUrl.Refused(String reason) ->
                        throw Problem.of(ErrorKind.INVALID, "import-url-refused", reason)
                                .exception();
                };
        catalog.changeable(target.image(), target.asking());
        if (!waiting.tryAcquire()) {
            throw Problem.of(ErrorKind.UNAVAILABLE, "too-many-imports", "Too many imports at once; try again later.")
                    .exception();
        }
        Image image;
        try {
            image = catalog.change(target.image(), now -> now.importing(target.role()));
        } catch (RuntimeException e) {
            waiting.release();
            throw e;
        }
        Job job = new Job(image, target.role(), target.promised(), accepted, new AtomicLong());
        received.put(job.key(), job.progress());
        Thread.ofVirtual().name("import-" + image.id()).start(() -> run(job));
        return image;
    }

    /** How far the import is; 0 when there is none. */
    public long receivedBytes(ImageId image, PartRole role) {
        AtomicLong bytes = received.get(new Key(image, role));
        return bytes == null ? 0 : bytes.get();
    }

    /** Waits for its turn, then fetches. */
    private void run(Job job) {
        Key key = job.key();
        try {
            running.acquire();
            try {
                fetch(job);
            } finally {
                running.release();
            }
        } catch (ImportFailure e) {
            LOG.infof(
                    "import for image %s from %s ended: %s",
                    key.image(), job.url().origin(), e);
            reject(key, String.valueOf(e.getMessage()));
        } catch (ProblemException e) {
            LOG.infof(
                    "import for image %s from %s ended: %s",
                    key.image(), job.url().origin(), e.getMessage());
            reject(key, e.problem().message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "import for image %s from %s broke",
                    key.image(),
                    job.url().origin());
            reject(key, "Something broke on our side.");
        } finally {
            received.remove(key);
            waiting.release();
        }
    }

    private void fetch(Job job) throws ImportFailure {
        long start = System.nanoTime();
        PartRole role = job.key().role();
        try (Intake.Arrival arrival = intake.begin(job.image(), role, job.promised())) {
            long[] nextLook = {STATE_CHECKED_EVERY_BYTES};
            http.get(job.url(), addresses.pin(job.url()), intake.bytesMax(role), bytes -> {
                requireTime(start);
                arrival.write(bytes);
                job.progress().set(arrival.receivedBytes());
                if (arrival.receivedBytes() >= nextLook[0]) {
                    nextLook[0] += STATE_CHECKED_EVERY_BYTES;
                    requireStillWanted(job.key().image());
                }
            });
            arrival.complete();
        }
    }

    private void requireTime(long startNanos) throws ImportFailure {
        if (System.nanoTime() - startNanos > settings.importTimeMax().toNanos()) {
            throw new ImportFailure(
                    "The import took longer than " + settings.importTimeMax().toMinutes() + " minutes.");
        }
    }

    private void requireStillWanted(ImageId id) throws ImportFailure {
        Image now = catalog.visible(id, Optional.empty());
        if (!(now.state() instanceof ImageState.Pending)) {
            throw new ImportFailure("The image is no longer wanted.");
        }
    }

    /** An orderly end says so at once; after a crash somebody else has to find out. */
    void stop(@Observes ShutdownEvent event) {
        received.keySet().forEach(key -> end(key, Catalog.INTERRUPTED));
    }

    private void reject(Key key, String reason) {
        end(key, "The import of the " + key.role().word() + " failed. " + reason);
    }

    private void end(Key key, String reason) {
        try {
            catalog.change(key.image(), now -> now.rejected(reason));
        } catch (RuntimeException e) {
            // The sweeper rejects what stays pending for too long.
            LOG.errorf(e, "image %s could not be rejected", key.image());
        }
    }
}
