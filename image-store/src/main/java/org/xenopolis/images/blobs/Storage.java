package org.xenopolis.images.blobs;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the one storage of this process: {@code <xeno.data.dir>/blobs}. */
@ApplicationScoped
class Storage {
    @Produces
    @Singleton
    @Startup
    BlobStore store(@ConfigProperty(name = "xeno.data.dir") String dataDirectory) {
        Path root = Path.of(dataDirectory).resolve("blobs");
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
}
