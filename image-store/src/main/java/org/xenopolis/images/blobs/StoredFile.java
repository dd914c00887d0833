package org.xenopolis.images.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A blob's file, open for reading: it stays readable although the blob be deleted meanwhile. */
final class StoredFile implements StoredBlob {
    private final FileChannel file;
    private final long size;
    private final byte[] chunkList;

    StoredFile(Path path, Path chunksPath) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        this.size = file.size();
        this.chunkList = readList(chunksPath);
    }

    private static byte[] readList(Path path) throws IOException {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            // As wrong as any other list that does not fit: whoever checks it finds the blob damaged.
            return new byte[0];
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] chunkList() {
        return chunkList;
    }

    @Override
    public byte[] read(long offset, int length) {
        if (offset < 0 || offset >= size) {
            return new byte[0];
        }
        byte[] bytes = new byte[(int) Math.min(length, size - offset)];
        ByteBuffer into = ByteBuffer.wrap(bytes);
        try {
            while (into.hasRemaining()) {
                int got = file.read(into, offset + into.position());
                if (got < 0) {
                    return Arrays.copyOf(bytes, into.position());
                }
            }
            return bytes;
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw StorageFailures.problem(e);
        }
    }
}
