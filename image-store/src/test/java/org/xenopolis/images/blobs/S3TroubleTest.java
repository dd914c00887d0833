package org.xenopolis.images.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.deploy.engines.EngineFiles;
import org.xenopolis.deploy.engines.EngineProcess;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.engines.S3Engine;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.images.Samples;

/** What an operator and a caller are told when S3 does not do as it should. */
class S3TroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder = Path.of("");

    private final S3Place place = S3Place.fresh(TestStack.shared().s3());

    @Test
    void aServerThatGoesAwayInMidUploadLeavesNothingThatStays() {
        S3Engine engine = new S3Engine(
                EngineFiles.locate(), folder.resolve("s3"), FreePorts.find(1).getFirst(), "key", "secret");
        EngineProcess first = engine.start(folder.resolve("log"), PATIENCE, EngineProcess.Lifetime.TETHERED);
        S3Place own = S3Place.fresh(engine);
        byte[] bytes = Samples.disk(3 * S3BlobStore.partBytes(1), 1);
        try (S3Bucket bucket = S3Bucket.of(own.settings())) {
            S3BlobStore store = new S3BlobStore(bucket, own.keys(), folder, 1);
            StagedBlob cut = store.stage();
            cut.write(ByteBuffer.wrap(bytes, 0, bytes.length / 2));
            first.kill();

            ProblemException failure = catchThrowableOfType(
                    ProblemException.class,
                    () -> cut.write(ByteBuffer.wrap(bytes, bytes.length / 2, bytes.length / 2)));
            cut.close();

            assertThat(failure.problem().kind()).isEqualTo(ErrorKind.UNAVAILABLE);
            assertThat(failure).hasStackTraceContaining("no S3 server answers at " + engine.endpoint());
            try (EngineProcess second =
                    engine.start(folder.resolve("log"), PATIENCE, EngineProcess.Lifetime.TETHERED)) {
                assertThat(second.isAlive()).isTrue();
                assertThat(own.unfinishedUploads()).isOne();
                store.reclaim(Instant.EPOCH, Instant.now().plusSeconds(60), new LocalExclusion());
                assertThat(own.unfinishedUploads()).isZero();
                store.forEach(digest -> assertThat(digest).isNull());
                try (StagedBlob again = store.stage()) {
                    again.write(ByteBuffer.wrap(bytes));
                    BlobSummary summary = again.finish();
                    again.publish();
                    assertThat(store.open(summary.digest())).isPresent();
                }
            }
        }
    }

    @Test
    void aWrongSecretIsNamedAndNotShown() {
        S3Settings right = place.settings();
        S3Settings wrong = new S3Settings(
                right.endpoint(), right.region(), right.bucket(), right.prefix(), right.accessKey(), "not-the-secret");

        try (S3Bucket bucket = S3Bucket.of(wrong)) {
            assertThatThrownBy(bucket::requireUsable)
                    .hasMessageContaining("set XENO_IMAGE_S3_ACCESS_KEY and XENO_IMAGE_S3_SECRET_KEY")
                    .satisfies(failure -> assertThat(traceOf(failure)).doesNotContain("not-the-secret"));
        }
        assertThat(wrong.toString()).doesNotContain("not-the-secret", right.accessKey());
    }

    @Test
    void aWrongAccessKeyIsNamed() {
        S3Settings right = place.settings();
        S3Settings wrong = new S3Settings(
                right.endpoint(), right.region(), right.bucket(), right.prefix(), "nobody", right.secretKey());

        try (S3Bucket bucket = S3Bucket.of(wrong)) {
            assertThatThrownBy(bucket::requireUsable).hasMessageContaining("does not take the access key");
        }
    }

    @Test
    void aMissingBucketIsNamed() {
        try (S3Bucket bucket = S3Bucket.of(S3Place.settings(place.server(), "nowhere"))) {
            assertThatThrownBy(bucket::requireUsable)
                    .hasMessageContaining(
                            "there is no bucket nowhere at " + place.server().endpoint())
                    .hasMessageContaining("create it, or name another in XENO_IMAGE_S3_BUCKET");
        }
    }

    @Test
    void aBucketThatVanishedIsNoDamage() {
        try (S3Bucket bucket = S3Bucket.of(S3Place.settings(place.server(), "vanished"))) {
            S3BlobStore store = new S3BlobStore(bucket, place.keys(), folder, 1);

            assertThatThrownBy(() -> store.open(ChunkDigests.of(new byte[0])))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            failure -> assertThat(failure.problem().code()).isEqualTo("storage-failed"));
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() {
        S3Settings right = place.settings();
        URI nobody = URI.create("http://127.0.0.1:" + FreePorts.find(1).getFirst());
        try (S3Bucket bucket = S3Bucket.of(new S3Settings(nobody, "x", "b", "", right.accessKey(), "s"))) {
            assertThatThrownBy(bucket::requireUsable).hasMessageContaining("no S3 server answers at " + nobody);
        }
    }

    private static String traceOf(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
