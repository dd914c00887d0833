package org.xenopolis.host.xen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A few lines that are worth nothing after the host's next boot, since its clock begins anew then. */
final class StateFile {
    private final Path folder;
    private final String name;
    private final Path file;
    private final String bootId;

    StateFile(Path folder, String name, String bootId) {
        this.folder = folder;
        this.name = name;
        this.file = folder.resolve(name);
        this.bootId = bootId;
    }

    List<String> read() {
        try {
            List<String> lines = Files.readAllLines(file);
            return !lines.isEmpty() && lines.getFirst().equals(bootId) ? lines.subList(1, lines.size()) : List.of();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    void write(List<String> lines) {
        try {
            Files.createDirectories(folder);
            Path next = folder.resolve(name + ".new");
            List<String> all = new ArrayList<>(List.of(bootId));
            all.addAll(lines);
            Files.write(next, all);
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
