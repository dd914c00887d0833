package org.xenopolis.images.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.images.Samples;

class FilesystemBlobStoreTest extends BlobStoreContract {
    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private FilesystemBlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = FilesystemBlobStore.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Override
    BlobStore store() {
        return store;
    }

    @Test
    void keepsASecondWriterOut() {
        assertThatThrownBy(() -> FilesystemBlobStore.open(folder)).hasMessageContaining("already writes");
    }

    @Test
    void forgetsAtTheNextStartWhatACrashLeftUnfinished() throws IOException {
        store.stage().write(ByteBuffer.wrap(Samples.disk(1 << 16, 1)));
        store.close();

        store = FilesystemBlobStore.open(folder);

        try (var files = Files.list(folder.resolve("staging"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void keepsZeroesAsHoles() throws IOException {
        BlobSummary summary;
        try (StagedBlob staged = store.stage()) {
            staged.writeZeroes(64L << 20);
            summary = staged.finish();
            staged.publish();
        }
        Path file = store.path(summary.digest());

        assertThat(Files.size(file)).isEqualTo(64L << 20);
        Process blocks = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        assertThat(Long.parseLong(
                        new String(blocks.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                                .strip()))
                .isLessThan(64);
    }

    @Test
    void saysThatItIsFullInsteadOfKeepingHalf() {
        IOException full = new FileSystemException("staging/x", null, "No space left on device");

        assertThat(StorageFailures.problem(full).problem().code()).isEqualTo("storage-full");
        assertThat(StorageFailures.problem(full).problem().kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(StorageFailures.problem(new IOException("No space left on device"))
                        .problem()
                        .code())
                .isEqualTo("storage-full");
        assertThat(StorageFailures.problem(new IOException("Input/output error"))
                        .problem()
                        .code())
                .isEqualTo("storage-failed");
    }

    /** A file system of 4 MiB; needs root to mount it. */
    @Test
    void keepsNothingOfWhatDidNotFitAndGoesOnWhenThereIsRoomAgain() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.toString()) == 0,
                "no file system can be mounted here");
        try (FilesystemBlobStore tight = FilesystemBlobStore.open(small)) {
            byte[] large = new byte[8 << 20];
            new java.util.SplittableRandom(1).nextBytes(large);
            StagedBlob staged = tight.stage();
            assertThatThrownBy(() -> staged.write(ByteBuffer.wrap(large)))
                    .isInstanceOfSatisfying(
                            org.xenopolis.contracts.ProblemException.class,
                            problem -> assertThat(problem.problem().code()).isEqualTo("storage-full"));
            staged.close();

            tight.forEach(digest -> assertThat(digest).isNull());
            try (var files = Files.list(small.resolve("staging"))) {
                assertThat(files).isEmpty();
            }
            try (StagedBlob fits = tight.stage()) {
                fits.write(ByteBuffer.wrap(large, 0, 1 << 20));
                BlobSummary summary = fits.finish();
                fits.publish();
                assertThat(tight.open(summary.digest())).isPresent();
            }
        } finally {
            assertThat(run("umount", "-l", small.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void findsEveryFlippedBit() throws IOException {
        BlobSummary summary = put(Samples.disk(1 << 20, 5));
        Path file = store.path(summary.digest());
        byte[] right = Files.readAllBytes(file);
        for (int at : new int[] {0, 511, 1 << 19, (1 << 20) - 1}) {
            byte[] wrong = right.clone();
            wrong[at] ^= 8;
            Files.write(file, wrong);
            try (StoredBlob blob = store.open(summary.digest()).orElseThrow()) {
                assertThat(ChunkDigests.fault(blob, summary)).isPresent();
            }
        }
        Files.write(file, java.util.Arrays.copyOf(right, right.length - 1));
        try (StoredBlob blob = store.open(summary.digest()).orElseThrow()) {
            assertThat(ChunkDigests.fault(blob, summary)).isPresent();
        }
    }
}
