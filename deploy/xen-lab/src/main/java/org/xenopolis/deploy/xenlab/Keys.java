package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keys for ssh, made by its own program. */
final class Keys {
    private Keys() {}

    /** Makes the pair, unless it is there; the private one with mode 0600. */
    static void make(Path file, String comment) {
        if (!Files.exists(file)) {
            Programs.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file.toString()));
        }
    }

    static String secret(Path file) {
        return read(file);
    }

    static String open(Path file) {
        return read(Path.of(file + ".pub")).strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
