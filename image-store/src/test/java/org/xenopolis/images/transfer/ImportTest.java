package org.xenopolis.images.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.images.ImageStack;
import org.xenopolis.images.Samples;
import org.xenopolis.images.blobs.ChunkDigests;
import org.xenopolis.images.catalog.Catalog;
import org.xenopolis.images.core.Declaration;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageKind;
import org.xenopolis.images.core.ImageState;
import org.xenopolis.images.core.Part;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.Virtualization;
import org.xenopolis.kit.ids.IdSource;

/** Imports by URL on the running service, from servers good and bad. */
@QuarkusTest
@QuarkusTestResource(ImageStack.class)
class ImportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] DISK = Samples.disk(2 << 20, 77);

    @Inject
    Catalog catalog;

    @Inject
    Imports imports;

    @Inject
    Uploads uploads;

    @ConfigProperty(name = "xeno.image.import-allow")
    String allowed = "";

    private final Optional<TenantId> tenant = Optional.of(new TenantId(UUID.randomUUID()));
    private ImageId id = new ImageId(new UUID(0, 0));

    @BeforeEach
    void declare() {
        id = new ImageId(IdSource.TIME_ORDERED.next());
        catalog.create(Image.declare(
                new Declaration(
                        id,
                        tenant,
                        Optional.empty(),
                        "imported",
                        ImageKind.DISK,
                        false,
                        "",
                        Virtualization.AUTO,
                        Instant.now().truncatedTo(ChronoUnit.MICROS)),
                List.of(Part.expected(PartRole.DISK, Optional.empty()))));
    }

    @Test
    void shouldImportInTheBackground() {
        try (TestOrigin origin =
                TestOrigin.onPort(port(), TestOrigin.answer("HTTP/1.1 200 OK\nContent-Length: " + DISK.length, DISK))) {
            Image started = imports.start(target(Optional.of(ChunkDigests.of(DISK))), allowed + "/disk.raw?key=secret");

            assertThat(started.parts().getFirst().importing()).isTrue();
            Image image = await(now -> now.state() instanceof ImageState.Ready);
            assertThat(image.parts().getFirst().arrived().orElseThrow().digest())
                    .isEqualTo(ChunkDigests.of(DISK));
            assertThat(image.parts().getFirst().importing()).isFalse();
            assertThat(origin.lastRequest()).startsWith("GET /disk.raw?key=secret HTTP/1.1\r\n");
        }
    }

    static Stream<Arguments> badServers() {
        byte[] large = new byte[1];
        return Stream.of(
                Arguments.of("redirects", "HTTP/1.1 301 Moved\nLocation: /x\nContent-Length: 0", large),
                Arguments.of("too early", "HTTP/1.1 200 OK\nContent-Length: 4096", large),
                Arguments.of("larger than", "HTTP/1.1 200 OK\nContent-Length: 999999999999", large),
                Arguments.of("answered 500", "HTTP/1.1 500 Oops\nContent-Length: 1", large));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badServers")
    void shouldRejectTheImageWithWhatTheServerDid(String reason, String head, byte[] body) {
        try (TestOrigin origin = TestOrigin.onPort(port(), TestOrigin.answer(head, body))) {
            imports.start(target(Optional.empty()), allowed + "/disk.raw");

            assertThat(rejection()).contains("The import of the disk failed.").contains(reason);
            assertThat(origin.requests()).isEqualTo(1);
        }
    }

    @Test
    void shouldRejectOtherBytesThanThosePromised() {
        try (TestOrigin origin =
                TestOrigin.onPort(port(), TestOrigin.answer("HTTP/1.1 200 OK\nContent-Length: " + DISK.length, DISK))) {
            imports.start(target(Optional.of(ChunkDigests.of(new byte[1]))), allowed + "/disk.raw");

            assertThat(rejection()).contains("expected was");
            assertThat(origin.requests()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotConnectToTheInside() {
        imports.start(target(Optional.empty()), "https://169.254.169.254/latest/meta-data");

        assertThat(rejection()).contains("not on the public internet");
    }

    @Test
    void shouldRefuseBadUrlsAtOnceAndLeaveTheImageAsItWas() {
        assertThatThrownBy(() -> imports.start(target(Optional.empty()), "https://2130706433/"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().code()).isEqualTo("import-url-refused"));
        assertThat(now().state()).isEqualTo(new ImageState.Pending());
        assertThat(now().parts().getFirst().importing()).isFalse();
    }

    @Test
    void shouldKeepUploadsAndOtherTenantsOutOfAnImport() {
        try (TestOrigin origin = TestOrigin.hangingOnPort(
                port(), TestOrigin.answer("HTTP/1.1 200 OK\nContent-Length: 4096", new byte[1]))) {
            imports.start(target(Optional.empty()), allowed + "/disk.raw");

            assertThatThrownBy(() -> uploads.begin(target(Optional.empty()))).hasMessageContaining("part-importing");
            assertThatThrownBy(() -> imports.start(target(Optional.empty()), allowed + "/disk.raw"))
                    .hasMessageContaining("part-importing");
            assertThatThrownBy(() -> imports.start(
                            new Uploads.Target(
                                    id, Optional.of(new TenantId(UUID.randomUUID())), PartRole.DISK, Optional.empty()),
                            allowed + "/disk.raw"))
                    .hasMessageContaining("image-not-found");
            await(image -> image.state() instanceof ImageState.Rejected);
            assertThat(origin.requests()).isEqualTo(1);
        }
    }

    private String rejection() {
        return ((ImageState.Rejected) await(image -> image.state() instanceof ImageState.Rejected)
                        .state())
                .reason();
    }

    private Uploads.Target target(Optional<Digest> promised) {
        return new Uploads.Target(id, tenant, PartRole.DISK, promised);
    }

    private int port() {
        return Integer.parseInt(allowed.substring(allowed.lastIndexOf(':') + 1));
    }

    private Image now() {
        return catalog.visible(id, tenant);
    }

    private Image await(Predicate<Image> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Image image = now();
            if (condition.test(image)) {
                return image;
            }
            assertThat(System.nanoTime())
                    .as("%s within %s", image.state(), PATIENCE)
                    .isLessThan(end);
        }
    }
}
