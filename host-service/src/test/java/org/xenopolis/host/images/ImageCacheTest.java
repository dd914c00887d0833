package org.xenopolis.host.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.host.agent.FakeImages;
import org.xenopolis.host.driver.DiskSource;

/** What a host keeps of the images that it was asked for. */
class ImageCacheTest {
    private static final int IMAGE_BYTES = 10;

    @TempDir
    Path folder;

    private final FakeImages store = new FakeImages();
    private final Digest a = store.add("image aaaa");
    private final Digest b = store.add("image bbbb");
    private final Digest c = store.add("image cccc");
    private Server server;
    private ManagedChannel channel;
    private ImageCache cache;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(store)
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        cache = open(new BlobStore(folder.resolve("blobs")));
    }

    private ImageCache open(BlobStore blobs) {
        return new ImageCache(
                blobs, folder.resolve("index"), 2 * IMAGE_BYTES, () -> ImagesGrpc.newBlockingStub(channel));
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private static void assertReadable(DiskSource source) {
        assertThat(source.parts()).allSatisfy(part -> assertThat(part.file()).hasSize(IMAGE_BYTES));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("blobs"))) {
            return files.toList();
        }
    }

    @Test
    void theLeastRecentlyUsedGoesFirst() throws IOException {
        Stream.of(a, b, a, c).forEach(image -> cache.with(image, ImageCacheTest::assertReadable));

        assertThat(cache.cached()).containsExactly(a, c);
        assertThat(files()).hasSize(2);
        assertThat(store.fetches()).isEqualTo(3);
    }

    @Test
    void oneInUseStaysHoweverOldItIs() throws IOException {
        cache.with(a, source -> {
            cache.with(b, ImageCacheTest::assertReadable);
            cache.with(c, ImageCacheTest::assertReadable);
            assertReadable(source);
            assertThat(cache.cached()).containsExactly(a, c);
        });
        cache.with(
                a,
                one -> cache.with(
                        b,
                        two -> cache.with(c, three -> {
                            Stream.of(one, two, three).forEach(ImageCacheTest::assertReadable);
                        })));
        assertThat(files()).hasSize(2);
    }

    @Test
    void anImageThatDidNotComeLeavesNothing() throws IOException {
        store.damage(true);
        assertThatThrownBy(() -> cache.with(a, ImageCacheTest::assertReadable)).isInstanceOf(ProblemException.class);
        assertThat(cache.cached()).isEmpty();
        assertThat(files()).isEmpty();

        store.damage(false);
        cache.with(a, ImageCacheTest::assertReadable);
        assertThat(cache.cached()).containsExactly(a);
    }

    @Test
    void isRememberedAndWhatIsNotGoes() throws IOException {
        cache.with(a, ImageCacheTest::assertReadable);
        Files.writeString(folder.resolve("blobs").resolve("1234.part"), "half");

        BlobStore blobs = new BlobStore(folder.resolve("blobs"));
        ImageCache again = open(blobs);
        blobs.sweep();

        again.with(a, ImageCacheTest::assertReadable);
        assertThat(store.fetches()).isEqualTo(1);
        assertThat(files()).hasSize(1);
    }

    @Test
    void anIndexThatSomebodyChangedIsNotBelieved() throws IOException {
        cache.with(a, ImageCacheTest::assertReadable);
        Path index = folder.resolve("index");
        Manifest manifest = Manifest.parseFrom(
                HexFormat.of().parseHex(Files.readAllLines(index).getFirst()));
        Manifest other = manifest.toBuilder().setCommandLine("init=/bin/sh").build();
        Files.write(index, List.of(HexFormat.of().formatHex(other.toByteArray()), "no manifest"));

        assertThat(open(new BlobStore(folder.resolve("blobs"))).cached()).isEmpty();
    }
}
