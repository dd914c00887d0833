package org.xenopolis.images.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Digest;
import org.xenopolis.images.Samples;

/** What every {@link BlobStore} does. */
abstract class BlobStoreContract {
    private static final int SIZE_BYTES = 2 * ChunkDigests.CHUNK_BYTES + 777;

    abstract BlobStore store();

    @Test
    void keepsExactlyWhatWasWritten() {
        byte[] bytes = Samples.disk(SIZE_BYTES, 1);
        BlobSummary summary = put(bytes);

        assertThat(summary.digest()).isEqualTo(ChunkDigests.of(bytes));
        assertThat(summary.sizeBytes()).isEqualTo(bytes.length);
        assertThat(read(summary.digest())).isEqualTo(bytes);
        try (StoredBlob blob = store().open(summary.digest()).orElseThrow()) {
            assertThat(ChunkDigests.isListOf(blob.chunkList(), summary)).isTrue();
            assertThat(ChunkDigests.fault(blob, summary)).isEmpty();
            assertThat(blob.read(SIZE_BYTES - 10L, 100)).hasSize(10);
            assertThat(blob.read(SIZE_BYTES, 1)).isEmpty();
        }
    }

    @Test
    void keepsZeroesAtTheEndAndInTheMiddle() {
        byte[] tail = new byte[300_000];
        byte[] bytes = new byte[700_000];
        bytes[350_000] = 1;
        BlobSummary summary;
        try (StagedBlob staged = store().stage()) {
            staged.write(ByteBuffer.wrap(bytes));
            staged.writeZeroes(tail.length);
            summary = staged.finish();
            staged.publish();
        }
        byte[] whole = Arrays.copyOf(bytes, bytes.length + tail.length);

        assertThat(summary.digest()).isEqualTo(ChunkDigests.of(whole));
        assertThat(read(summary.digest())).isEqualTo(whole);
    }

    @Test
    void keepsNoBytesToo() {
        BlobSummary summary = put(new byte[0]);

        assertThat(read(summary.digest())).isEmpty();
        try (StoredBlob blob = store().open(summary.digest()).orElseThrow()) {
            assertThat(ChunkDigests.isListOf(blob.chunkList(), summary)).isTrue();
        }
    }

    @Test
    void showsNothingBeforeItIsPublishedAndNothingAfterItWasGivenUp() {
        byte[] bytes = Samples.disk(SIZE_BYTES, 2);
        try (StagedBlob staged = store().stage()) {
            staged.write(ByteBuffer.wrap(bytes));
            BlobSummary summary = staged.finish();
            assertThat(store().open(summary.digest())).isEmpty();
        }
        assertThat(store().open(ChunkDigests.of(bytes))).isEmpty();
        assertThat(all()).doesNotContain(ChunkDigests.of(bytes));
    }

    @Test
    void takesTheSameBytesTwiceAndForgetsThemOnce() {
        byte[] bytes = Samples.disk(SIZE_BYTES, 3);
        Digest digest = put(bytes).digest();
        assertThat(put(bytes).digest()).isEqualTo(digest);
        assertThat(all()).containsOnlyOnce(digest);

        store().delete(digest);
        store().delete(digest);

        assertThat(store().open(digest)).isEmpty();
        assertThat(all()).doesNotContain(digest);
    }

    @Test
    void letsReadersFinishWhatWasDeletedMeanwhile() {
        byte[] bytes = Samples.disk(SIZE_BYTES, 4);
        Digest digest = put(bytes).digest();
        try (StoredBlob blob = store().open(digest).orElseThrow()) {
            store().delete(digest);
            assertThat(blob.read(0, bytes.length)).isEqualTo(bytes);
        }
    }

    @Test
    void saysHowMuchRoomIsLeft() {
        assertThat(store().usableBytes()).isPositive();
    }

    BlobSummary put(byte[] bytes) {
        try (StagedBlob staged = store().stage()) {
            // Pieces that fit no boundary.
            for (int at = 0; at < bytes.length; at += 99_991) {
                staged.write(ByteBuffer.wrap(bytes, at, Math.min(99_991, bytes.length - at)));
            }
            BlobSummary summary = staged.finish();
            staged.publish();
            return summary;
        }
    }

    private byte[] read(Digest digest) {
        try (StoredBlob blob = store().open(digest).orElseThrow()) {
            return blob.read(0, (int) blob.size());
        }
    }

    private List<Digest> all() {
        List<Digest> found = new ArrayList<>();
        store().forEach(found::add);
        return found;
    }
}
