package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real S3 server on 127.0.0.1 (S3Proxy) that keeps its objects as files: a folder per bucket in {@code objects}. For
 * tests and for trying S3 out; the local stack keeps images on the file system and does not start it.
 */
public record S3Engine(EngineFiles files, Path directory, int port, String accessKey, String secretKey)
        implements Engine {
    public static final String REGION = "us-east-1";

    static final String ACCESS_KEY = "S3_ACCESS_KEY";
    static final String SECRET_KEY = "S3_SECRET_KEY";
    private static final int PROBE_MILLIS = 1_000;

    @Override
    public String name() {
        return "s3";
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** It runs from its jars. */
    @Override
    public boolean isInstalled() {
        return true;
    }

    @Override
    public void install() {}

    @Override
    public void prepare() {
        try {
            Folders.createPrivate(objects());
        } catch (IOException e) {
            throw new EngineException("cannot make " + objects() + ": " + e.getMessage(), e);
        }
    }

    /** Makes a bucket; one that is there stays as it is. */
    public void createBucket(String bucket) {
        try {
            Files.createDirectories(bucket(bucket));
        } catch (IOException e) {
            throw new EngineException("cannot make the bucket " + bucket + ": " + e.getMessage(), e);
        }
    }

    /** The folder that holds the objects of that bucket, each under its key. */
    public Path bucket(String bucket) {
        return objects().resolve(bucket);
    }

    @Override
    public LaunchPlan launchPlan() {
        List<String> command = List.of(
                Jvm.JAVA,
                "-Xms32m",
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                files.mainClassPath(),
                // By name: its class needs S3Proxy's jars, which are not here.
                "org.xenopolis.deploy.engines.S3Main",
                endpoint(),
                objects().toString());
        return new LaunchPlan(
                command, Map.of(ACCESS_KEY, accessKey, SECRET_KEY, secretKey), directory.toAbsolutePath(), "TERM");
    }

    /** Asks without a signature: a server that answers at all refuses. */
    @Override
    public boolean isReady() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(endpoint()).toURL().openConnection();
            connection.setConnectTimeout(PROBE_MILLIS);
            connection.setReadTimeout(PROBE_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "S3Engine[" + endpoint() + ", " + directory + "]";
    }

    private Path objects() {
        return directory.toAbsolutePath().resolve("objects");
    }
}
