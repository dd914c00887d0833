package org.xenopolis.deploy.local.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xenopolis.deploy.local.stack.StackException;

/** Programs beside which the planner is measured; no part of the product, and fetched only when they are measured. */
record Peers(Path root, Path work, PrintStream out) {
    /** A file of deploy/local/src/bench. */
    Path source(String name) {
        return root.resolve("deploy/local/src/bench").resolve(name);
    }

    /** The class path of BtrPlace, by Maven; empty where it cannot be had. */
    Optional<String> btrPlace() {
        Path libraries = work.resolve("btrplace");
        try {
            PlanRun.of(List.of(
                    root.resolve("mvnw").toString(),
                    "-q",
                    "-B",
                    "-f",
                    source("btrplace/pom.xml").toString(),
                    "dependency:copy-dependencies",
                    "-DoutputDirectory=" + libraries));
            return Optional.of(libraries + "/*");
        } catch (StackException e) {
            out.println("planner: left out BtrPlace, it could not be fetched: " + firstLine(e));
            return Optional.empty();
        }
    }

    /** The class path of the host's agent, whose simulator is the judge of pre-copy; empty where it is not built. */
    Optional<String> hostAgent() {
        Path app = root.resolve("host-service/target/quarkus-app");
        if (!Files.isDirectory(app)) {
            out.println("planner: left out the pre-copy model, " + app + " is not built");
            return Optional.empty();
        }
        return Optional.of(app.resolve("app") + "/*:" + app.resolve("lib/main") + "/*");
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
