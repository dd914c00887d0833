package org.xenopolis.images.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.xenopolis.cluster.Digest;

/**
 * Blobs as files: {@code sha256/ab/<64 hex>} with the list of chunk digests beside it ({@code .chunks}). New bytes grow
 * in {@code staging/}, are forced to disk, and get their name by an atomic rename; the folder is forced too. What a
 * crash left in staging is removed at the next start; a lock on the folder keeps a second writer out.
 */
final class FilesystemBlobStore implements BlobStore, AutoCloseable {
    static final String CHUNKS = ".chunks";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path root;
    private final Path staging;
    private final FileChannel lockFile;
    private final FileLock lock;

    private FilesystemBlobStore(Path root, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.staging = root.resolve("staging");
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** @throws IllegalStateException when another process already writes there */
    static FilesystemBlobStore open(Path root) throws IOException {
        Files.createDirectories(root.resolve("staging"));
        Files.createDirectories(root.resolve("sha256"));
        FileChannel lockFile =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(lockFile);
        if (lock == null) {
            lockFile.close();
            throw new IllegalStateException("another image store already writes to " + root);
        }
        FilesystemBlobStore store = new FilesystemBlobStore(root, lockFile, lock);
        store.forgetUnfinished();
        return store;
    }

    @SuppressWarnings("NullAway") // tryLock answers null for a lock that another process holds.
    private static FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void forgetUnfinished() throws IOException {
        try (var files = Files.newDirectoryStream(staging)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    public StagedBlob stage() {
        try {
            return new StagedFile(this, staging.resolve(UUID.randomUUID().toString()));
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    @Override
    public Optional<StoredBlob> open(Digest digest) {
        try {
            return Optional.of(new StoredFile(path(digest), chunksPath(digest)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    @Override
    public void delete(Digest digest) {
        try {
            Files.deleteIfExists(path(digest));
            Files.deleteIfExists(chunksPath(digest));
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    @Override
    public void forEach(Consumer<Digest> visitor) {
        try {
            Files.walkFileTree(folders(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.getFileName().toString();
                    String hex = name.endsWith(CHUNKS) ? name.substring(0, name.length() - CHUNKS.length()) : name;
                    boolean ours = NAME.matcher(hex).matches();
                    // A list without its blob is what a crash between two renames leaves.
                    if (ours && (name.equals(hex) || !Files.exists(file.resolveSibling(hex)))) {
                        visitor.accept(Digest.of("sha256:" + hex));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    /** Deleted files go with their last reader, unfinished ones at the next start. */
    @Override
    public void reclaim(Instant deletedBefore, Instant begunBefore, Exclusion exclusion) {}

    @Override
    public long usableBytes() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    /** The folder of folders, each for the digests with the same first two digits. */
    Path folders() {
        return root.resolve("sha256");
    }

    Path folder(Digest digest) {
        return folders().resolve(digest.hex().substring(0, 2));
    }

    Path path(Digest digest) {
        return folder(digest).resolve(digest.hex());
    }

    Path chunksPath(Digest digest) {
        return path(digest).resolveSibling(digest.hex() + CHUNKS);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
