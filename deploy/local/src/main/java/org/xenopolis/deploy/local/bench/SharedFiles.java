package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The test data beside the repository, {@code ../shared}; the bench says what it leaves out without it. */
record SharedFiles(Path root) {
    static Optional<SharedFiles> find() {
        Path folder =
                Path.of(System.getProperty("xeno.root", ".")).toAbsolutePath().normalize();
        while (folder != null) {
            Path shared = folder.resolve("shared");
            if (Files.isDirectory(shared.resolve("data/roadef2012")) && Files.isDirectory(shared.resolve("tools"))) {
                return Optional.of(new SharedFiles(shared));
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    Path data(String name) {
        return root.resolve("data").resolve(name);
    }

    String read(String name) {
        try {
            return Files.readString(data(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path tool(String name) {
        return root.resolve("tools").resolve(name);
    }

    /** Unpacks the challenge's instances. */
    void unpackRoadef(Path into) {
        for (String archive : List.of("A.tar.gz", "B-1-3-5.tar.gz")) {
            PlanRun.of(List.of("tar", "xzf", data("roadef2012/" + archive).toString(), "-C", into.toString()));
        }
    }
}
