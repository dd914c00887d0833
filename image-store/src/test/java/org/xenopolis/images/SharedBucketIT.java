package org.xenopolis.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.contracts.images.CreateImageRequest;
import org.xenopolis.contracts.images.GetImageRequest;
import org.xenopolis.contracts.images.Image;
import org.xenopolis.contracts.images.ImageKind;
import org.xenopolis.contracts.images.ImageState;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.deploy.engines.EngineProcess;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.engines.HttpProbe;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.deploy.engines.LaunchPlan;
import org.xenopolis.deploy.engines.S3Engine;
import org.xenopolis.deploy.engines.TestStack;
import org.xenopolis.images.blobs.ChunkDigests;
import org.xenopolis.kit.ids.IdSource;

/** The built service, twice, each in the heap it has in production, on one bucket. */
class SharedBucketIT {
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int LARGE_BYTES = 24 << 20;
    private static final int UPLOADS_AT_ONCE = 6;

    @TempDir
    Path folder = Path.of("");

    private final TestStack engines = TestStack.shared();
    private final String tenant = UUID.randomUUID().toString();
    private final List<Replica> replicas = new ArrayList<>();

    private record Replica(EngineProcess process, Callers callers) {}

    @BeforeEach
    void start() {
        TestStack.Database database = engines.freshDatabase();
        String bucket = "b" + UUID.randomUUID();
        engines.s3().createBucket(bucket);
        for (String service : List.of("image-store", "api-gateway")) {
            engines.authority().service(service);
        }
        engines.authority().host(Callers.HOST);
        replicas.add(start("first", database, bucket));
        replicas.add(start("second", database, bucket));
    }

    @AfterEach
    void stop() {
        replicas.forEach(replica -> replica.callers().close());
        replicas.forEach(replica -> replica.process().close());
    }

    @Test
    void whatOneTakesInTheOtherHandsOut() {
        byte[] disk = Samples.disk(LARGE_BYTES, 1);
        Image image = upload(replicas.get(0), disk);

        assertThat(image.getState()).isEqualTo(ImageState.IMAGE_READY);
        Part part = image.getParts(0);
        int offset = LARGE_BYTES / 2 + 12_345;
        assertThat(replicas.get(1).callers().fetch(part.getDigest(), 0)).isEqualTo(disk);
        assertThat(replicas.get(1).callers().fetch(part.getDigest(), offset))
                .isEqualTo(Arrays.copyOfRange(disk, offset, disk.length));
    }

    @Test
    void theSameBytesThroughBothAtOnceAreKeptOnceAndForgottenByBoth() throws Exception {
        byte[] disk = Samples.disk(1 << 20, 2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Image>> both = replicas.stream()
                    .map(replica -> threads.submit(() -> upload(replica, disk)))
                    .toList();
            Image first = both.get(0).get(2, TimeUnit.MINUTES);
            Image second = both.get(1).get(2, TimeUnit.MINUTES);
            assertThat(List.of(first, second)).allMatch(image -> image.getState() == ImageState.IMAGE_READY);
            assertThat(first.getParts(0).getDigest())
                    .isEqualTo(second.getParts(0).getDigest());

            delete(replicas.get(1), first);

            assertThat(replicas.get(0).callers().fetch(second.getParts(0).getDigest(), 0))
                    .isEqualTo(disk);
            delete(replicas.get(0), second);
            assertThatThrownBy(() ->
                            replicas.get(1).callers().fetch(second.getParts(0).getDigest(), 0))
                    .hasMessageContaining("NOT_FOUND");
        }
    }

    private void delete(Replica replica, Image image) {
        Image after = replica.callers()
                .gateway()
                .deleteImage(GetImageRequest.newBuilder()
                        .setImageId(image.getId())
                        .setTenantId(tenant)
                        .build());
        assertThat(after.getState()).isEqualTo(ImageState.IMAGE_DELETED);
    }

    @Test
    void manyLargeUploadsAtOnceFitIntoTheHeap() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Image>> all = new ArrayList<>();
            for (int i = 0; i < UPLOADS_AT_ONCE; i++) {
                byte[] disk = Samples.disk(LARGE_BYTES, 100 + i);
                all.add(threads.submit(() -> upload(replicas.get(0), disk)));
            }
            for (Future<Image> done : all) {
                assertThat(done.get(2, TimeUnit.MINUTES).getState())
                        .isIn(ImageState.IMAGE_READY, ImageState.IMAGE_VERIFYING);
            }
        }
        assertThat(replicas.get(0).process().isAlive()).isTrue();
    }

    private Image upload(Replica replica, byte[] disk) {
        String id = IdSource.TIME_ORDERED.nextText();
        Image declared = replica.callers()
                .gateway()
                .createImage(CreateImageRequest.newBuilder()
                        .setImage(Image.newBuilder()
                                .setId(id)
                                .setTenantId(tenant)
                                .setName("disk")
                                .setKind(ImageKind.DISK)
                                .addParts(Part.newBuilder().setRole(PartRole.ROLE_DISK)))
                        .build());
        return replica.callers()
                .upload(
                        declared.getId(),
                        tenant,
                        PartRole.ROLE_DISK,
                        disk,
                        ChunkDigests.of(disk).value());
    }

    private Replica start(String name, TestStack.Database database, String bucket) {
        List<Integer> ports = FreePorts.find(2);
        Path tls = Objects.requireNonNull(engines.authority().rootCertificate().getParent());
        S3Engine s3 = engines.s3();
        Map<String, String> environment = Map.ofEntries(
                Map.entry("XENO_PG_URL_JDBC", database.jdbcUrl()),
                Map.entry("XENO_PG_URL_REACTIVE", database.reactiveUrl()),
                Map.entry("XENO_PG_USER", database.user()),
                Map.entry("XENO_PG_PASSWORD", database.password()),
                Map.entry("XENO_KAFKA", engines.kafkaBootstrap()),
                Map.entry("XENO_TLS_DIR", tls.toString()),
                Map.entry("XENO_GRPC_PORT", String.valueOf(ports.get(0))),
                Map.entry("XENO_HTTP_PORT", String.valueOf(ports.get(1))),
                Map.entry("XENO_DATA_DIR", folder.resolve(name).toString()),
                Map.entry("XENO_IMAGE_S3_ENDPOINT", s3.endpoint()),
                Map.entry("XENO_IMAGE_S3_BUCKET", bucket),
                Map.entry("XENO_IMAGE_S3_ACCESS_KEY", s3.accessKey()),
                Map.entry("XENO_IMAGE_S3_SECRET_KEY", s3.secretKey()),
                Map.entry("XENO_IMAGE_SWEEP_EVERY", "PT1S"));
        List<String> command = List.of(
                Jvm.JAVA,
                "-Xmx160m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString());
        EngineProcess process = EngineProcess.start(
                name,
                new LaunchPlan(command, environment, folder, "TERM"),
                Path.of("target", "shared-bucket-" + name + ".log"),
                EngineProcess.Lifetime.TETHERED);
        process.awaitReady(() -> HttpProbe.succeeds("http://127.0.0.1:" + ports.get(1) + "/q/health/ready"), PATIENCE);
        return new Replica(process, new Callers(tls, ports.get(0)));
    }
}
