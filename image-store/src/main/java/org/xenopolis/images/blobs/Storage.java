package org.xenopolis.images.blobs;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.store.Transactions;

/**
 * Opens the one storage of this process: a bucket when the settings name one, otherwise {@code <xeno.data.dir>/blobs}.
 */
@ApplicationScoped
class Storage {
    private static final Logger LOG = Logger.getLogger(Storage.class);
    /** Longer than the largest blob takes to be copied. */
    private static final Duration EXCLUSION_MAX = Duration.ofMinutes(30);

    private final Optional<S3Settings> s3;

    Storage(ImageSettings settings) {
        this.s3 = S3Settings.of(settings.s3());
    }

    @Produces
    @Singleton
    @Startup
    BlobStore store(
            @ConfigProperty(name = "xeno.data.dir") String dataDirectory, ImageSettings settings, BlobRecords records) {
        Path data = Path.of(dataDirectory);
        if (s3.isEmpty()) {
            return files(data.resolve("blobs"));
        }
        S3Bucket bucket = S3Bucket.of(s3.get());
        S3Keys keys = new S3Keys(s3.get().prefix());
        bucket.requireUsable();
        S3Owner.require(bucket, keys.owner(), records.owner());
        LOG.infof("images are kept in %s", s3.get());
        return new S3BlobStore(bucket, keys, data.resolve("parts"), settings.diskBytesMax());
    }

    private static BlobStore files(Path root) {
        try {
            return FilesystemBlobStore.open(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the storage in " + root, e);
        }
    }

    void close(@Disposes BlobStore store) throws Exception {
        if (store instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /** A bucket may have several writers, a folder has one. */
    @Produces
    @Singleton
    Exclusion exclusion(Transactions transactions) {
        return s3.isPresent() ? new SharedExclusion(transactions, EXCLUSION_MAX) : new LocalExclusion();
    }
}
