package org.xenopolis.host.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * An append-only file of records, each {@code length (4 bytes) | CRC-32C of length and payload (4 bytes) | payload}.
 *
 * <p>Opening reads every whole record and cuts off what follows the last one: that is what a crash in the middle of an
 * append leaves. Not safe for use by several threads, except {@link #force}.
 */
public final class RecordFile implements AutoCloseable {
    static final int RECORD_BYTES_MAX = 16 << 20;
    private static final int HEADER_BYTES = 8;

    private final Path path;
    private volatile FileChannel channel;
    private long size;

    private RecordFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** @param reader gets every record's payload, oldest first */
    public static RecordFile open(Path path, Consumer<byte[]> reader) {
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            long whole = readAll(channel, reader);
            if (whole < channel.size()) {
                channel.truncate(whole);
                channel.force(true);
            }
            channel.position(whole);
            return new RecordFile(path, channel, whole);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    private static long readAll(FileChannel channel, Consumer<byte[]> reader) throws IOException {
        long position = 0;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        while (readFully(channel, header.clear(), position)) {
            int length = header.getInt(0);
            if (length <= 0 || length > RECORD_BYTES_MAX) {
                break;
            }
            ByteBuffer payload = ByteBuffer.allocate(length);
            if (!readFully(channel, payload, position + HEADER_BYTES)
                    || checksum(payload.array()) != header.getInt(Integer.BYTES)) {
                break;
            }
            reader.accept(payload.array());
            position += HEADER_BYTES + length;
        }
        return position;
    }

    private static boolean readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }

    /** Hands the record to the operating system: it survives the end of the process, and after {@link #force} a crash. */
    public void append(byte[] payload) {
        try {
            ByteBuffer record = record(payload);
            long before = size;
            while (record.hasRemaining()) {
                channel.write(record, before + record.position());
            }
            size = before + record.limit();
        } catch (IOException e) {
            // A part may have been written; the next append overwrites it, and a reader cuts it off.
            throw new UncheckedIOException("cannot append to " + path, e);
        }
    }

    /** Returns when everything appended before the call is on the disk. */
    public void force() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot sync " + path, e);
        }
    }

    /** Replaces all records by these, at once: a crash leaves the old file or the new one. */
    public void rewrite(List<byte[]> payloads) {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            FileChannel next = FileChannel.open(
                    fresh,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            long written = 0;
            for (byte[] payload : payloads) {
                ByteBuffer record = record(payload);
                while (record.hasRemaining()) {
                    written += next.write(record);
                }
            }
            next.force(true);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
            FileChannel old = channel;
            channel = next;
            size = written;
            old.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rewrite " + path, e);
        }
    }

    private void syncFolder() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    public long sizeBytes() {
        return size;
    }

    private static ByteBuffer record(byte[] payload) {
        if (payload.length == 0 || payload.length > RECORD_BYTES_MAX) {
            throw new IllegalArgumentException("a record of " + payload.length + " bytes");
        }
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .flip();
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload.length >>> 16);
        crc.update(payload.length);
        crc.update(payload);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }
}
