package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Real engines for tests: one PostgreSQL (without fsync), one Kafka, one Keycloak and one S3 server per JVM, each
 * started when first asked for, all ended and forgotten with the JVM.
 *
 * <p>Class loaders of one JVM (Quarkus has several) share the engines: where they are is kept in system properties.
 */
public final class TestStack {
    private static final String PREFIX = "xeno.teststack.";
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Duration FORGET_PATIENCE = Duration.ofSeconds(10);
    private static final Duration FORGET_INTERVAL = Duration.ofMillis(100);
    private static final TestStack SHARED = new TestStack();
    // The one object that every class loader of this JVM knows.
    private static final Object LOCK = Runtime.getRuntime();

    private TestStack() {}

    public static TestStack shared() {
        return SHARED;
    }

    /** A database nobody else uses. */
    public record Database(String name, String jdbcUrl, String reactiveUrl, String user, String password) {
        /** Leaves the password out. */
        @Override
        public String toString() {
            return jdbcUrl;
        }
    }

    /** A new, empty database in the shared PostgreSQL. */
    public Database freshDatabase() {
        PostgresEngine postgres = postgres();
        String name =
                "t" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        postgres.execute("postgres", "CREATE DATABASE " + name);
        return new Database(
                name, postgres.jdbcUrl(name), postgres.reactiveUrl(name), PostgresEngine.USER, postgres.password());
    }

    /** The shared server itself, database {@code xenopolis}. */
    public PostgresEngine postgres() {
        synchronized (LOCK) {
            int port = Integer.parseInt(once("postgres", () -> {
                PostgresEngine engine = postgresOn(FreePorts.find(1).getFirst());
                start(engine);
                return String.valueOf(engine.port());
            }));
            return postgresOn(port);
        }
    }

    /** The shared broker's {@code host:port}. Name topics and groups so that no other test uses them. */
    public String kafkaBootstrap() {
        synchronized (LOCK) {
            return once("kafka", () -> {
                List<Integer> ports = FreePorts.find(2);
                KafkaEngine engine = new KafkaEngine(files(), folder("kafka"), ports.get(0), ports.get(1));
                start(engine);
                return engine.bootstrapServers();
            });
        }
    }

    /** The issuer of the shared Keycloak's realm {@code xenopolis}. */
    public String issuer() {
        synchronized (LOCK) {
            return once("issuer", () -> {
                List<Integer> ports = FreePorts.find(2);
                KeycloakEngine engine = new KeycloakEngine(
                        files(),
                        folder("keycloak"),
                        new KeycloakEngine.Ports(ports.get(0), ports.get(1)),
                        postgres().access(PostgresEngine.DATABASE),
                        new Realm(secret(), secret(), List.of("http://localhost:*", "http://127.0.0.1:*")));
                start(engine);
                return engine.issuer();
            });
        }
    }

    /** Makes users of the shared Keycloak and asks for their tokens. */
    public KeycloakAccounts accounts() {
        return new KeycloakAccounts(issuer(), secret());
    }

    /** The shared S3 server. Name buckets so that no other test uses them. */
    public S3Engine s3() {
        synchronized (LOCK) {
            int port = Integer.parseInt(once("s3", () -> {
                S3Engine engine = s3On(FreePorts.find(1).getFirst());
                start(engine);
                return String.valueOf(engine.port());
            }));
            return s3On(port);
        }
    }

    /** An authority of this JVM; {@code XENO_TLS_DIR} is the folder of its root certificate. */
    public CertificateAuthority authority() {
        synchronized (LOCK) {
            return CertificateAuthority.open(folder("tls"), CertificateAuthority.LEAF_LIFE, Clock.systemUTC());
        }
    }

    private static PostgresEngine postgresOn(int port) {
        return new PostgresEngine(files(), folder("postgres"), port, secret(), PostgresEngine.Durability.FAST);
    }

    private static S3Engine s3On(int port) {
        return new S3Engine(files(), folder("s3"), port, "the-access-key", secret());
    }

    private static void start(Engine engine) {
        Path log = root().resolve(engine.name() + ".log");
        EngineProcess process = engine.start(log, PATIENCE, EngineProcess.Lifetime.TETHERED);
        // Nothing in it is worth an orderly end.
        Runtime.getRuntime().addShutdownHook(new Thread(process::kill));
    }

    private static EngineFiles files() {
        return EngineFiles.locate();
    }

    private static Path folder(String name) {
        return root().resolve(name);
    }

    private static Path root() {
        return Path.of(once("root", () -> {
            try {
                Path root = Files.createTempDirectory("xeno-test-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> forget(root)));
                return root.toString();
            } catch (IOException e) {
                throw new EngineException("cannot make a temporary folder: " + e.getMessage(), e);
            }
        }));
    }

    /** Hooks run side by side: the engines may still be writing for a moment. */
    private static void forget(Path root) {
        long deadline = System.nanoTime() + FORGET_PATIENCE.toNanos();
        while (Files.exists(root) && System.nanoTime() - deadline < 0) {
            try {
                Folders.delete(root);
            } catch (IOException e) {
                LockSupport.parkNanos(FORGET_INTERVAL.toNanos());
            }
        }
    }

    private static String secret() {
        return once("secret", Secrets::random);
    }

    private static String once(String name, Supplier<String> first) {
        Properties properties = System.getProperties();
        synchronized (LOCK) {
            String known = properties.getProperty(PREFIX + name);
            if (known != null) {
                return known;
            }
            String made = first.get();
            properties.setProperty(PREFIX + name, made);
            return made;
        }
    }
}
