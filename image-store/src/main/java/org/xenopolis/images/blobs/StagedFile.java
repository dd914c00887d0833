package org.xenopolis.images.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Digest;

/** Grows in the staging folder; blocks of zeroes become holes. */
final class StagedFile implements StagedBlob {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final ByteBuffer ZEROES =
            ByteBuffer.allocateDirect(BLOCK_BYTES).asReadOnlyBuffer();

    private final FilesystemBlobStore store;
    private final Path temporary;
    private final FileChannel file;
    private final ChunkDigests digests = new ChunkDigests();
    private ChunkDigests.@Nullable Finished finished;

    StagedFile(FilesystemBlobStore store, Path temporary) throws IOException {
        this.store = store;
        this.temporary = temporary;
        this.file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(ByteBuffer bytes) {
        ByteBuffer rest = bytes.duplicate();
        try {
            while (rest.hasRemaining()) {
                ByteBuffer block = rest.slice(rest.position(), Math.min(BLOCK_BYTES, rest.remaining()));
                rest.position(rest.position() + block.remaining());
                put(block);
            }
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    private void put(ByteBuffer block) throws IOException {
        long at = digests.sizeBytes();
        digests.update(block);
        if (isZero(block)) {
            return;
        }
        ByteBuffer rest = block.duplicate();
        while (rest.hasRemaining()) {
            at += file.write(rest, at);
        }
    }

    private static boolean isZero(ByteBuffer block) {
        return block.equals(ZEROES.slice(0, block.remaining()));
    }

    @Override
    public void writeZeroes(long count) {
        for (long left = count; left > 0; left -= BLOCK_BYTES) {
            digests.update(ZEROES.slice(0, (int) Math.min(left, BLOCK_BYTES)));
        }
    }

    @Override
    public long sizeBytes() {
        return digests.sizeBytes();
    }

    @Override
    public BlobSummary finish() {
        try {
            // A hole at the end has no bytes of its own: the last one gives the file its length.
            long size = digests.sizeBytes();
            if (file.size() < size) {
                file.write(ByteBuffer.allocate(1), size - 1);
            }
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
        ChunkDigests.Finished result = digests.finish();
        finished = result;
        return result.summary();
    }

    @Override
    public void publish() {
        ChunkDigests.Finished result = finished;
        if (result == null) {
            throw new IllegalStateException("publish before finish");
        }
        Digest digest = result.summary().digest();
        Path target = store.path(digest);
        Path folder = store.folder(digest);
        Path list = temporary.resolveSibling(temporary.getFileName() + FilesystemBlobStore.CHUNKS);
        try {
            file.force(true);
            file.close();
            writeForced(list, result.chunkList());
            createDurably(folder);
            // The list first: a blob that can be seen has its list.
            Files.move(list, store.chunksPath(digest), StandardCopyOption.ATOMIC_MOVE);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(folder);
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    private static void writeForced(Path path, byte[] bytes) throws IOException {
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    private void createDurably(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            forceFolder(store.folders());
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(temporary);
            Files.deleteIfExists(temporary.resolveSibling(temporary.getFileName() + FilesystemBlobStore.CHUNKS));
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }
}
