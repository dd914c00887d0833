package org.xenopolis.deploy.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.deploy.engines.Engine;
import org.xenopolis.deploy.engines.EngineFiles;
import org.xenopolis.deploy.engines.EngineProcess;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.engines.KafkaEngine;
import org.xenopolis.deploy.engines.KeycloakEngine;
import org.xenopolis.deploy.engines.PostgresEngine;
import org.xenopolis.deploy.engines.Realm;
import org.xenopolis.deploy.engines.S3Engine;
import org.xenopolis.deploy.engines.Secrets;
import org.xenopolis.deploy.local.command.GuestImage;
import org.xenopolis.deploy.local.demo.Demo;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StateFolder;
import org.xenopolis.deploy.local.supervise.ProcessRecord;
import org.xenopolis.deploy.local.supervise.Supervisor;

/** Somebody else's PostgreSQL, Kafka, Keycloak and S3, and nothing said but what docs/howto/external-engines.md says. */
class ExternalEnginesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final String BUCKET = "guests";

    @TempDir
    Path folder = Path.of("");

    private final EngineFiles files = EngineFiles.locate();
    private final List<Integer> ports = FreePorts.find(6);
    private final List<EngineProcess> theirs = new ArrayList<>();
    private final String adminSecret = Secrets.random();

    @BeforeEach
    void startTheirs() {
        start(postgres());
        start(kafka());
        start(s3());
        start(keycloak());
        s3().createBucket(BUCKET);
    }

    @AfterEach
    void endTheirs() {
        Cloud.xeno(state(), Map.of(), "down", "--wipe");
        theirs.forEach(EngineProcess::kill);
    }

    @Test
    void theTenantsPathRunsOnThemAndDownLeavesThemAlone() throws IOException {
        Cloud cloud = Cloud.start(state(), documented());

        List<String> started = ProcessRecord.readAll(state().run()).stream()
                .map(ProcessRecord::name)
                .toList();
        List<String> ours = Stream.concat(Stream.of(Supervisor.NAME), Stack.services().stream())
                .toList();
        assertThat(started).containsExactlyInAnyOrderElementsOf(ours);

        Path guest = state().data("guest-image");
        GuestImage.buildInto(guest);
        boolean equal = new Demo(cloud.tenant(), cloud.operator(), guest, state().journals(), System.out).run();
        assertThat(equal).isTrue();
        new Judge(cloud).assertHistory();
        assertThat(filesBelow(s3().bucket(BUCKET).resolve("cloud/sha256"))).isNotEmpty();
        assertThat(state().data("image-store").resolve("blobs")).doesNotExist();

        assertThat(Cloud.xeno(state(), Map.of(), "down")).isZero();
        assertThat(ProcessRecord.readAll(state().run())).noneMatch(ProcessRecord::isAlive);
        assertThat(theirs).allMatch(EngineProcess::isAlive);
        assertThat(List.of(postgres(), kafka(), s3(), keycloak())).allMatch(Engine::isReady);
    }

    private Map<String, String> documented() {
        return Map.ofEntries(
                Map.entry("XENO_PG_URL_JDBC", postgres().jdbcUrl()),
                Map.entry("XENO_PG_USER", PostgresEngine.USER),
                Map.entry("XENO_PG_PASSWORD", postgres().password()),
                Map.entry("XENO_KAFKA", kafka().bootstrapServers()),
                Map.entry("XENO_OIDC_ISSUER", keycloak().issuer()),
                Map.entry("XENO_KEYCLOAK_ADMIN_SECRET", adminSecret),
                Map.entry("XENO_IMAGE_S3_ENDPOINT", s3().endpoint()),
                Map.entry("XENO_IMAGE_S3_REGION", S3Engine.REGION),
                Map.entry("XENO_IMAGE_S3_BUCKET", BUCKET),
                Map.entry("XENO_IMAGE_S3_PREFIX", "cloud"),
                Map.entry("XENO_IMAGE_S3_ACCESS_KEY", s3().accessKey()),
                Map.entry("XENO_IMAGE_S3_SECRET_KEY", s3().secretKey()));
    }

    private void start(Engine engine) {
        theirs.add(engine.start(folder.resolve(engine.name() + ".log"), PATIENCE, EngineProcess.Lifetime.TETHERED));
    }

    private StateFolder state() {
        return new StateFolder(folder.resolve("ours"));
    }

    private PostgresEngine postgres() {
        return new PostgresEngine(
                files,
                folder.resolve("their-postgres"),
                ports.get(0),
                "their-password",
                PostgresEngine.Durability.DURABLE);
    }

    private KafkaEngine kafka() {
        return new KafkaEngine(files, folder.resolve("their-kafka"), ports.get(1), ports.get(2));
    }

    private KeycloakEngine keycloak() {
        return new KeycloakEngine(
                files,
                folder.resolve("their-keycloak"),
                new KeycloakEngine.Ports(ports.get(3), ports.get(4)),
                postgres().access(PostgresEngine.DATABASE),
                new Realm("their-admin", adminSecret, List.of("http://127.0.0.1:*")));
    }

    private S3Engine s3() {
        return new S3Engine(files, folder.resolve("their-s3"), ports.get(5), "their-access-key", "their-secret-key");
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
