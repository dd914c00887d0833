package org.xenopolis.images.blobs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.xenopolis.cluster.Digest;
import org.xenopolis.images.core.inspect.ByteView;

/**
 * Hashes a stream as a whole and in chunks of 1 MiB. The list of the chunks' digests is kept beside the blob and its
 * own digest in the records, so that any part of a blob can be checked when it is read.
 */
public final class ChunkDigests {
    public static final int CHUNK_BYTES = 1 << 20;
    static final int DIGEST_BYTES = 32;

    private final MessageDigest whole = sha256();
    private final MessageDigest chunk = sha256();
    private final ByteArrayOutputStream list = new ByteArrayOutputStream();
    private long sizeBytes;

    public void update(ByteBuffer bytes) {
        whole.update(bytes.duplicate());
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
            int room = CHUNK_BYTES - (int) (sizeBytes % CHUNK_BYTES);
            int taken = Math.min(room, rest.remaining());
            chunk.update(rest.slice(rest.position(), taken));
            rest.position(rest.position() + taken);
            sizeBytes += taken;
            if (taken == room) {
                list.writeBytes(chunk.digest());
            }
        }
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    /** Ends the stream. */
    Finished finish() {
        if (sizeBytes % CHUNK_BYTES != 0) {
            list.writeBytes(chunk.digest());
        }
        byte[] chunks = list.toByteArray();
        return new Finished(new BlobSummary(Digest.ofSha256(whole.digest()), sizeBytes, of(chunks)), chunks);
    }

    @SuppressWarnings("ArrayRecordComponent") // Passed on once, never compared.
    record Finished(BlobSummary summary, byte[] chunkList) {}

    public static Digest of(byte[] bytes) {
        return Digest.ofSha256(sha256().digest(bytes));
    }

    /** Whether the list is the one that was made when the blob was written. */
    public static boolean isListOf(byte[] chunkList, BlobSummary blob) {
        return chunkList.length == Math.ceilDiv(blob.sizeBytes(), CHUNK_BYTES) * DIGEST_BYTES
                && of(chunkList).equals(blob.chunkList());
    }

    /** Whether these are the bytes of chunk {@code index}. */
    public static boolean isChunk(byte[] chunkList, long index, byte[] bytes) {
        int from = Math.toIntExact(index * DIGEST_BYTES);
        return Arrays.equals(sha256().digest(bytes), 0, DIGEST_BYTES, chunkList, from, from + DIGEST_BYTES);
    }

    /** Reads everything again; says what is wrong with it, if anything is. */
    public static Optional<String> fault(StoredBlob blob, BlobSummary expected) {
        if (blob.size() != expected.sizeBytes()) {
            return Optional.of(expected.digest() + " has " + blob.size() + " bytes, not " + expected.sizeBytes());
        }
        ChunkDigests again = new ChunkDigests();
        for (long at = 0; at < expected.sizeBytes(); at += CHUNK_BYTES) {
            again.update(ByteBuffer.wrap(((ByteView) blob).read(at, CHUNK_BYTES)));
        }
        Finished found = again.finish();
        if (!found.summary().equals(expected) || !Arrays.equals(found.chunkList(), blob.chunkList())) {
            return Optional.of(
                    expected.digest() + " reads back as " + found.summary().digest());
        }
        return Optional.empty();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
