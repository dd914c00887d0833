package org.xenopolis.deploy.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.xenopolis.deploy.engines.EngineFiles;
import org.xenopolis.deploy.engines.Folders;

/**
 * Where the built programs are: in a checkout, or in a stack's snapshot of it.
 *
 * <p>A stack runs from a snapshot (hard links where the file system allows), so that a build in the checkout does not
 * pull the files from under running processes, and a restarted part is the same program as before.
 */
public sealed interface Programs {
    /** The folder {@code target} of the engines' module, or its copy. */
    EngineFiles engines();

    /** The folder of that service's program. */
    Path folder(String service);

    /** The {@code quarkus-run.jar} of that service. */
    default Path service(String name) {
        return folder(name).resolve("quarkus-run.jar");
    }

    /** The launcher's own class path. */
    String launcherClassPath();

    /** What the build made. */
    record Checkout(Path root) implements Programs {
        @Override
        public EngineFiles engines() {
            return new EngineFiles(root.resolve("deploy/engines/target"), EngineFiles.cacheFolder());
        }

        @Override
        public Path folder(String service) {
            return root.resolve(service).resolve("target/quarkus-app");
        }

        @Override
        public String launcherClassPath() {
            Path target = root.resolve("deploy/local/target");
            return target.resolve("classes") + ":" + target.resolve("lib") + "/*";
        }

        /** Copies what the parts run from. */
        public Snapshot snapshot(StateFolder state, List<Part> parts) {
            Snapshot snapshot = new Snapshot(state.programs());
            try {
                Folders.delete(snapshot.root());
                Path launcher = root.resolve("deploy/local/target");
                copy(launcher.resolve("classes"), snapshot.launcher().resolve("classes"));
                copy(launcher.resolve("lib"), snapshot.launcher().resolve("lib"));
                for (String folder : List.of("classes", "engine-lib", "engine-dist", "engine-lib.classpath")) {
                    copy(
                            engines().target().resolve(folder),
                            snapshot.engines().target().resolve(folder));
                }
                for (Part part : parts) {
                    if (Files.exists(folder(part.name()))) {
                        copy(folder(part.name()), snapshot.folder(part.name()));
                    }
                }
                return snapshot;
            } catch (IOException e) {
                throw new StackException("cannot copy the programs to " + snapshot.root() + ": " + e.getMessage());
            }
        }
    }

    /** A stack's own copy. */
    record Snapshot(Path root) implements Programs {
        @Override
        public EngineFiles engines() {
            return new EngineFiles(root.resolve("engines"), EngineFiles.cacheFolder());
        }

        @Override
        public Path folder(String service) {
            return root.resolve(service);
        }

        @Override
        public String launcherClassPath() {
            return launcher().resolve("classes") + ":" + launcher().resolve("lib") + "/*";
        }

        private Path launcher() {
            return root.resolve("local");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = file.equals(from)
                        ? to
                        : to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                // A compiler writes class files in place, so those are copied; jars are replaced as a whole.
                if (!file.toString().endsWith(".jar") && !file.toString().endsWith(".zip")) {
                    Files.copy(file, target);
                    return FileVisitResult.CONTINUE;
                }
                link(file, target);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void link(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, target);
        }
    }

    /** The checkout that this launcher was built in: the property {@code xeno.root}, set by {@code ./xeno}. */
    static Checkout checkout() {
        String root = System.getProperty("xeno.root");
        if (root == null) {
            throw new UncheckedIOException(new IOException("the system property xeno.root is missing: use ./xeno"));
        }
        return new Checkout(Path.of(root));
    }
}
