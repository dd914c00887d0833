package org.xenopolis.deploy.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.xenopolis.deploy.engines.Folders;

/** The one folder that holds everything a local stack remembers. */
public record StateFolder(Path root) {
    private static final String MARKER = ".xenopolis";

    public StateFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Makes the folder; refuses one that holds other things, because {@code down --wipe} deletes it. */
    public void create() {
        try {
            if (Files.exists(root) && !isOurs() && !isEmpty()) {
                throw new StackException(root + " is not empty and was not made by ./xeno: choose another --state");
            }
            Folders.createPrivate(root);
            if (!isOurs()) {
                Files.writeString(root.resolve(MARKER), "The state of a local Xenopolis stack.\n");
            }
            Folders.createPrivate(run());
            Folders.createPrivate(log());
            Folders.createPrivate(root.resolve("data"));
        } catch (IOException e) {
            throw new StackException("cannot write to " + root + ": " + e.getMessage());
        }
    }

    public boolean isOurs() {
        return Files.isRegularFile(root.resolve(MARKER));
    }

    /** Forgets everything. */
    public void wipe() {
        if (!isOurs()) {
            return;
        }
        try {
            Folders.delete(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Process records and the supervisor's view. */
    public Path run() {
        return root.resolve("run");
    }

    public Path log() {
        return root.resolve("log");
    }

    public Path log(String part) {
        return log().resolve(part + ".log");
    }

    public Path data(String part) {
        return root.resolve("data").resolve(part);
    }

    /** The built programs as they were when the stack was started. */
    public Path programs() {
        return root.resolve("app");
    }

    public Path tls() {
        return root.resolve("tls");
    }

    /** The simulators' ground truth, which no service reads. */
    public Path journals() {
        return root.resolve("truth");
    }

    public Path settings() {
        return run().resolve("settings.json");
    }

    /** Where the engines are that run elsewhere. */
    public Path external() {
        return run().resolve("external.json");
    }

    public Path secrets() {
        return root.resolve("secrets.json");
    }

    public Path logins() {
        return root.resolve("logins.json");
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.findAny().isEmpty();
        }
    }
}
