package org.xenopolis.deploy.engines;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the engines' artifacts are ({@code deploy/engines/target}) and where they are unpacked, once per version and
 * machine user.
 *
 * <p>The first is given by the system property {@code xeno.engines} or found by walking up from the working directory;
 * the second by {@code xeno.cache} or the environment's {@code XENO_CACHE}, by default {@code ~/.cache/xenopolis}.
 */
public record EngineFiles(Path target, Path cache) {
    private static final String DIST = "engine-dist";
    private static final String COMPLETE = ".complete";
    private static final Object IN_THIS_JVM = EngineFiles.class;

    /** Unpacks into an empty folder. */
    @FunctionalInterface
    interface Unpacking {
        void into(Path folder) throws IOException;
    }

    public static EngineFiles locate() {
        String target = System.getProperty("xeno.engines");
        return new EngineFiles(target == null ? walkUp() : Path.of(target), cacheFolder());
    }

    /** Where engines are unpacked. */
    public static Path cacheFolder() {
        String property = System.getProperty("xeno.cache");
        String chosen = property == null ? System.getenv("XENO_CACHE") : property;
        // As a shell sees it: the JDK's user.home ignores HOME.
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        Path folder = chosen == null ? Path.of(home, ".cache", "xenopolis") : Path.of(chosen);
        return folder.toAbsolutePath();
    }

    private static Path walkUp() {
        for (@Nullable Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path target = at.resolve("deploy/engines/target");
            if (Files.isDirectory(target.resolve(DIST))) {
                return target;
            }
        }
        throw new EngineException("the engines' artifacts are missing: run ./mvnw -Dquick package in the checkout");
    }

    /** The class path of a process that runs a main class of this module. */
    String mainClassPath() {
        Path list = target.resolve("engine-lib.classpath");
        try {
            Stream<String> jars = Stream.of(Files.readString(list).strip().split(":", -1));
            return Stream.concat(Stream.of("classes"), jars)
                    .map(jar -> target.resolve(jar).toString())
                    .collect(Collectors.joining(":"));
        } catch (IOException e) {
            throw new EngineException("cannot read " + list + ": run ./mvnw -Dquick package", e);
        }
    }

    /** The one artifact whose file name starts so. */
    Path dist(String prefix) {
        Path folder = target.resolve(DIST);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    // An older version may be left from an earlier build.
                    .max(Path::compareTo)
                    .orElseThrow(() ->
                            new EngineException(prefix + " is missing in " + folder + ": run ./mvnw -Dquick package"));
        } catch (IOException e) {
            throw new EngineException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The version in that artifact's file name. */
    String version(String prefix) {
        String name = dist(prefix).getFileName().toString();
        return name.substring(prefix.length(), name.lastIndexOf('.'));
    }

    /** Whether the folder of that name in the cache is complete. */
    boolean isCached(String name) {
        return Files.isRegularFile(cache.resolve(name).resolve(COMPLETE));
    }

    /** The folder of that name in the cache, made by the given step if it is not there; safe between processes. */
    Path cached(String name, Unpacking unpacking) {
        Path folder = cache.resolve(name);
        Path lockFile = cache.resolve(name + ".lock");
        try {
            Files.createDirectories(cache);
            // A file lock guards against other processes, but throws between threads of one.
            synchronized (IN_THIS_JVM) {
                try (FileChannel channel =
                                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock ignored = channel.lock()) {
                    if (!isCached(name)) {
                        Folders.delete(folder);
                        Files.createDirectories(folder);
                        unpacking.into(folder);
                        Files.createFile(folder.resolve(COMPLETE));
                    }
                }
            }
            return folder;
        } catch (IOException e) {
            throw new EngineException("cannot unpack " + name + " into " + cache + ": " + e.getMessage(), e);
        }
    }
}
