package org.xenopolis.images.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenopolis.cluster.Digest;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.images.Samples;

/** On a real S3 server. */
class S3BlobStoreTest extends BlobStoreContract {
    private static final Instant LONG_AGO = Instant.EPOCH;
    private static final Instant LATER = Instant.now().plusSeconds(3_600);
    private static final int PART_BYTES = S3BlobStore.partBytes(1);

    @TempDir
    Path folder = Path.of("");

    private final S3Place place = S3Place.fresh(TestStack.shared().s3());
    private final LocalExclusion exclusion = new LocalExclusion();
    private final S3Bucket bucket = S3Bucket.of(place.settings());

    @Override
    S3BlobStore store() {
        return new S3BlobStore(bucket, place.keys(), folder, 1);
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    @Test
    void keepsWhatTakesManyPartsAndSendsNoZeroes() {
        byte[] bytes = new byte[3 * PART_BYTES + 4_711];
        byte[] noise = Samples.disk(PART_BYTES, 1);
        System.arraycopy(noise, 0, bytes, PART_BYTES / 2, noise.length);
        bytes[bytes.length - 1] = 1;

        BlobSummary summary = put(bytes);

        assertThat(summary.digest()).isEqualTo(ChunkDigests.of(bytes));
        try (StoredBlob blob = store().open(summary.digest()).orElseThrow()) {
            assertThat(ChunkDigests.fault(blob, summary)).isEmpty();
        }
        // The third of four parts was copied from here.
        assertThat(place.file(place.keys().zeroes(PART_BYTES))).hasSize(PART_BYTES);
        assertThat(place.names("staging")).isEmpty();
        assertThat(uploads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsFromAnyOffsetOnwardsAndBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = Samples.disk(3 * ChunkDigests.CHUNK_BYTES + 321, seed);
        Digest digest = put(bytes).digest();
        try (StoredBlob blob = store().open(digest).orElseThrow()) {
            int at = 0;
            for (int i = 0; i < 60; i++) {
                // Sometimes on from where the last one ended, sometimes anywhere.
                int from = random.nextInt(3) > 0 && at < bytes.length ? at : random.nextInt(bytes.length);
                int length = 1 + random.nextInt(1 << (4 + random.nextInt(16)));
                at = Math.min(bytes.length, from + length);
                assertThat(blob.read(from, length))
                        .as("%d bytes from %d", length, from)
                        .isEqualTo(Arrays.copyOfRange(bytes, from, at));
            }
        }
    }

    @Test
    void findsEveryBitThatIsFlippedBehindItsBack() throws IOException {
        BlobSummary summary = put(Samples.disk(2 * ChunkDigests.CHUNK_BYTES, 5));
        Path file = place.file(place.keys().blob(summary.digest()));
        byte[] right = Files.readAllBytes(file);
        for (int at : new int[] {0, 511, ChunkDigests.CHUNK_BYTES, right.length - 1}) {
            byte[] wrong = right.clone();
            wrong[at] ^= 8;
            Files.write(file, wrong);
            try (StoredBlob blob = store().open(summary.digest()).orElseThrow();
                    CheckedBlob checked = new CheckedBlob(summary, store().open(summary.digest()))) {
                assertThat(ChunkDigests.fault(blob, summary)).isPresent();
                assertThat(checked.readFrom(at)).isEmpty();
            }
        }
        Files.write(file, Arrays.copyOf(right, right.length - 1));
        try (StoredBlob blob = store().open(summary.digest()).orElseThrow()) {
            assertThat(ChunkDigests.fault(blob, summary)).isPresent();
        }
        Files.delete(file);
        assertThat(store().open(summary.digest())).isEmpty();
    }

    @Test
    void storingTheSameBytesAgainRepairsThem() throws IOException {
        byte[] bytes = Samples.disk(1 << 20, 6);
        BlobSummary summary = put(bytes);
        Files.write(place.file(place.keys().blob(summary.digest())), new byte[17]);

        put(bytes);

        try (StoredBlob blob = store().open(summary.digest()).orElseThrow()) {
            assertThat(ChunkDigests.fault(blob, summary)).isEmpty();
        }
    }

    @Test
    void freesDeletedBytesWhenTheirReadersHadTime() {
        BlobSummary summary = put(Samples.disk(1 << 20, 7));
        Path file = place.file(place.keys().blob(summary.digest()));
        store().delete(summary.digest());

        store().reclaim(LONG_AGO, LONG_AGO, exclusion);
        assertThat(file).exists();

        store().reclaim(LATER, LONG_AGO, exclusion);
        assertThat(file).doesNotExist();
        assertThat(place.names("removed")).isEmpty();
    }

    @Test
    void keepsDeletedBytesThatWereStoredAgain() {
        byte[] bytes = Samples.disk(1 << 20, 8);
        BlobSummary summary = put(bytes);
        store().delete(summary.digest());
        put(bytes);

        store().reclaim(LATER, LONG_AGO, exclusion);

        try (StoredBlob blob = store().open(summary.digest()).orElseThrow()) {
            assertThat(ChunkDigests.fault(blob, summary)).isEmpty();
        }
        assertThat(place.names("removed")).isEmpty();
    }

    @Test
    void findsWhatACrashLeftBetweenTheBytesAndTheirList() throws IOException {
        BlobSummary summary = put(Samples.disk(1 << 20, 9));
        Files.delete(place.file(place.keys().chunks(summary.digest())));

        List<Digest> found = new ArrayList<>();
        store().forEach(found::add);

        assertThat(found).containsExactly(summary.digest());
        assertThat(store().open(summary.digest())).isEmpty();
    }

    @Test
    void givesUpWhatNobodyEnded() {
        StagedBlob forgotten = store().stage();
        forgotten.write(ByteBuffer.wrap(Samples.disk(PART_BYTES + 1, 10)));
        StagedBlob complete = store().stage();
        complete.write(ByteBuffer.wrap(Samples.disk(PART_BYTES + 1, 11)));
        assertThat(complete.finish().sizeBytes()).isGreaterThan(PART_BYTES);

        store().reclaim(LONG_AGO, LONG_AGO, exclusion);
        assertThat(uploads()).isOne();
        assertThat(place.names("staging")).hasSize(1);

        store().reclaim(LONG_AGO, LATER, exclusion);
        assertThat(uploads()).isZero();
        assertThat(place.names("staging")).isEmpty();
    }

    @Test
    void keepsItsBlobsApartFromThoseOfAnotherStore() {
        UUID mine = UUID.randomUUID();
        S3Owner.require(bucket, place.keys().owner(), mine);
        S3Owner.require(bucket, place.keys().owner(), mine);

        assertThatThrownBy(() -> S3Owner.require(bucket, place.keys().owner(), UUID.randomUUID()))
                .hasMessageContaining(mine.toString())
                .hasMessageContaining("XENO_IMAGE_S3_PREFIX");
    }

    @Test
    void theFirstOfTwoOwnersAtOnceStays() {
        bucket.writeFirst(place.keys().owner(), new byte[] {1});
        bucket.writeFirst(place.keys().owner(), new byte[] {2});

        assertThat(bucket.read(place.keys().owner())).contains(new byte[] {1});
    }

    @Test
    void makesPartsLargeEnoughForTheLargestBlob() {
        assertThat(S3BlobStore.partBytes(64L << 30)).isEqualTo(16 << 20);
        assertThat(10_000L * S3BlobStore.partBytes(1L << 40)).isGreaterThanOrEqualTo(1L << 40);
    }

    private long uploads() {
        return place.unfinishedUploads();
    }
}
