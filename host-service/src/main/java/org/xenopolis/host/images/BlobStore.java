package org.xenopolis.host.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenopolis.cluster.Digest;

/**
 * Blobs on this machine's disk, each under its digest, once for all hosts of the process. A blob is there whole and
 * verified, or not at all; one that no host's cache counts any more is deleted.
 */
public final class BlobStore {
    private final Path folder;
    private final Map<Digest, Integer> users = new HashMap<>();
    private final ConcurrentHashMap<Digest, ReentrantLock> fetching = new ConcurrentHashMap<>();

    /** How the bytes of a blob come. */
    @FunctionalInterface
    interface Fetch {
        /** Writes all of it, and answers only when the bytes have the digest. */
        void into(FileChannel file) throws IOException;
    }

    public BlobStore(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    Path file(Digest blob) {
        return folder.resolve(blob.hex());
    }

    /** The file of the blob; fetched by one caller at a time, and only when it is not there. */
    Path get(Digest blob, Fetch fetch) {
        Path file = file(blob);
        if (Files.exists(file)) {
            return file;
        }
        ReentrantLock lock = fetching.computeIfAbsent(blob, digest -> new ReentrantLock());
        lock.lock();
        try {
            if (!Files.exists(file)) {
                fetch(blob, fetch, file);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store " + blob, e);
        } finally {
            lock.unlock();
            fetching.remove(blob, lock);
        }
    }

    private void fetch(Digest blob, Fetch fetch, Path file) throws IOException {
        Path part = Files.createTempFile(folder, blob.hex(), ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                fetch.into(channel);
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Deletes what no cache of this process counts, half-fetched files of earlier ones among it. Only after all caches are
     * open: until then nobody knows what they remember.
     */
    public synchronized void sweep() {
        Set<String> counted = users.keySet().stream().map(Digest::hex).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                // The name of one that is being fetched begins with its digest, too.
                String name = file.getFileName().toString();
                if (counted.stream().noneMatch(name::startsWith)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot sweep " + folder, e);
        }
    }

    synchronized void use(Digest blob) {
        users.merge(blob, 1, Integer::sum);
    }

    synchronized void release(Digest blob) {
        users.computeIfPresent(blob, (digest, count) -> count == 1 ? null : count - 1);
        if (!users.containsKey(blob)) {
            try {
                Files.deleteIfExists(file(blob));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + blob, e);
            }
        }
    }
}
