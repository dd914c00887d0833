package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A real Keycloak server on 127.0.0.1 with the realm {@code xenopolis}, kept in the schema {@code keycloak} of a
 * PostgreSQL database.
 *
 * <p>The distribution is unpacked and built once per version; each server has a home of its own that links to it. An
 * existing realm is never overwritten.
 */
public record KeycloakEngine(EngineFiles files, Path home, Ports ports, DatabaseAccess database, Realm realm)
        implements Engine {
    private static final String ARTIFACT = "keycloak-quarkus-dist-";
    private static final List<String> SHARED = List.of("lib", "providers", "themes", "conf");
    // The same modules kc.sh opens.
    private static final List<String> OPENED = List.of(
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED");

    /** Where tokens are asked for and where health is. */
    public record Ports(int http, int management) {}

    @Override
    public String name() {
        return "keycloak";
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + ports.http();
    }

    public String issuer() {
        return baseUrl() + "/realms/" + Realm.NAME;
    }

    @Override
    public boolean isInstalled() {
        return files.isCached(cacheName());
    }

    @Override
    public void install() {
        built();
    }

    /** The database has to answer by now. */
    @Override
    public void prepare() {
        Path shared = built();
        database.execute("CREATE SCHEMA IF NOT EXISTS keycloak");
        try {
            Folders.createPrivate(home);
            for (String name : SHARED) {
                Path link = home.resolve(name);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, shared.resolve(name));
            }
            Path imports = Folders.createPrivate(home.resolve("data/import"));
            Folders.writePrivate(imports.resolve("xenopolis-realm.json"), realm.json());
        } catch (IOException e) {
            throw new EngineException("cannot prepare " + home + ": " + e.getMessage(), e);
        }
    }

    @Override
    public LaunchPlan launchPlan() {
        List<String> command = command(
                home.toAbsolutePath(),
                List.of("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of("start", "--optimized", "--import-realm"));
        return new LaunchPlan(command, environment(), home.toAbsolutePath(), "TERM");
    }

    @Override
    public boolean isReady() {
        return HttpProbe.succeeds("http://127.0.0.1:" + ports.management() + "/health/ready")
                && HttpProbe.succeeds(issuer() + "/.well-known/openid-configuration");
    }

    @Override
    public String toString() {
        return "KeycloakEngine[" + issuer() + ", " + home + "]";
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("KC_DB_URL", database.jdbcUrl());
        environment.put("KC_DB_USERNAME", database.user());
        environment.put("KC_DB_PASSWORD", database.password());
        environment.put("KC_DB_SCHEMA", "keycloak");
        environment.put("KC_DB_POOL_INITIAL_SIZE", "2");
        environment.put("KC_DB_POOL_MAX_SIZE", "20");
        environment.put("KC_HTTP_ENABLED", "true");
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_PORT", String.valueOf(ports.http()));
        environment.put("KC_HTTP_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("KC_HTTP_MANAGEMENT_PORT", String.valueOf(ports.management()));
        environment.put("KC_HTTP_POOL_MAX_THREADS", "16");
        environment.put("KC_HOSTNAME", baseUrl());
        environment.put("KC_CACHE", "local");
        environment.put("KC_LOG_LEVEL", "warn");
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", realm.adminPassword());
        return environment;
    }

    private Path built() {
        return files.cached(cacheName(), folder -> {
            unpack(files.dist(ARTIFACT), folder);
            build(folder);
        });
    }

    private String cacheName() {
        return "keycloak-" + files.version(ARTIFACT);
    }

    private static void unpack(Path zip, Path folder) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                // The zip has one top folder: leave its name out.
                int slash = entry.getName().indexOf('/');
                Path target =
                        folder.resolve(entry.getName().substring(slash + 1)).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("an entry leaves the folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(in, target);
                }
            }
        }
    }

    private static void build(Path folder) throws IOException {
        Path log = folder.resolve("build.log");
        LaunchPlan plan = new LaunchPlan(
                command(folder, List.of("-Xmx512m"), List.of("build", "--db=postgres", "--health-enabled=true")),
                Map.of(),
                folder,
                "TERM");
        EngineProcess process = EngineProcess.start("keycloak's build", plan, log, EngineProcess.Lifetime.TETHERED);
        if (process.waitForEnd() != 0) {
            throw new IOException("Keycloak's build failed, see " + log);
        }
    }

    private static List<String> command(Path home, List<String> jvm, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Jvm.JAVA);
        command.addAll(jvm);
        command.addAll(OPENED);
        command.add("-Dkc.home.dir=" + home);
        command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("-Dpicocli.disable.closures=true");
        command.add("-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-cp");
        command.add(home.resolve("lib/quarkus-run.jar").toString());
        command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        command.addAll(arguments);
        return command;
    }
}
