package org.xenopolis.images.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.images.ImageStack;
import org.xenopolis.images.Samples;
import org.xenopolis.images.blobs.BlobSummary;
import org.xenopolis.images.blobs.Blobs;
import org.xenopolis.images.blobs.StagedBlob;
import org.xenopolis.images.catalog.Catalog;
import org.xenopolis.images.core.Declaration;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageKind;
import org.xenopolis.images.core.ImageState;
import org.xenopolis.images.core.Part;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.Virtualization;
import org.xenopolis.kit.ids.IdSource;

/** What a process that died left in the records, and what the next one makes of it. */
@QuarkusTest
@QuarkusTestResource(ImageStack.class)
class RestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Catalog catalog;

    @Inject
    Blobs blobs;

    @Inject
    Sweeper sweeper;

    @Test
    void shouldGoOnWithAVerification() {
        ImageId id = declare(Instant.now());
        Part.Bytes bytes = keep(Samples.disk(1 << 20, 31));
        catalog.change(id, image -> image.arrived(PartRole.DISK, bytes, Optional.empty()));

        sweeper.round();

        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!(state(id) instanceof ImageState.Ready)) {
            assertThat(System.nanoTime()).as("ready within %s", PATIENCE).isLessThan(end);
        }
    }

    @Test
    void shouldRejectAnImportThatWasInterrupted() {
        ImageId id = declare(Instant.now());
        catalog.change(id, image -> image.importing(PartRole.DISK));

        sweeper.endEarlierImports();

        assertThat(state(id)).isEqualTo(new ImageState.Rejected(Catalog.INTERRUPTED));
    }

    @Test
    void shouldRejectAnImageWhoseBytesNeverCame() {
        ImageId forgotten = declare(Instant.now().minus(25, ChronoUnit.HOURS));
        ImageId young = declare(Instant.now());

        sweeper.round();

        assertThat(state(forgotten)).isInstanceOf(ImageState.Rejected.class);
        assertThat(state(young)).isInstanceOf(ImageState.Pending.class);
    }

    private ImageId declare(Instant createdAt) {
        ImageId id = new ImageId(IdSource.TIME_ORDERED.next());
        catalog.create(Image.declare(
                new Declaration(
                        id,
                        Optional.of(new TenantId(UUID.randomUUID())),
                        Optional.empty(),
                        "left behind",
                        ImageKind.DISK,
                        false,
                        "",
                        Virtualization.AUTO,
                        createdAt),
                List.of(Part.expected(PartRole.DISK, Optional.empty()))));
        return id;
    }

    private Part.Bytes keep(byte[] bytes) {
        try (StagedBlob staged = blobs.stage(1)) {
            staged.write(ByteBuffer.wrap(bytes));
            BlobSummary summary = staged.finish();
            blobs.keep(staged, summary);
            return new Part.Bytes(summary.digest(), summary.sizeBytes());
        }
    }

    private ImageState state(ImageId id) {
        return catalog.visible(id, Optional.empty()).state();
    }
}
