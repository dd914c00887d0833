package org.xenopolis.deploy.local.supervise;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.xenopolis.deploy.local.stack.Json;

/** The states of all parts: in memory for the supervisor's threads, and in a file for everybody else. */
final class Board {
    private final Path file;
    private final Map<String, PartStatus> parts = new LinkedHashMap<>();

    Board(Path file, Collection<String> names) {
        this.file = file;
        names.forEach(name -> parts.put(name, new PartStatus(name, PartStatus.State.WAITING, 0, "", 0)));
        publish();
    }

    /** What the file holds. */
    record Content(List<PartStatus> parts) {}

    static List<PartStatus> read(Path file) {
        Optional<Content> content = Json.read(file, Content.class);
        return content.map(Content::parts).orElse(List.of());
    }

    synchronized void update(String name, UnaryOperator<PartStatus> change) {
        parts.computeIfPresent(name, (key, status) -> change.apply(status));
        publish();
        notifyAll();
    }

    /** Waits until each of the named parts has been ready; true at once when there are none. */
    synchronized void awaitReady(Collection<String> names) throws InterruptedException {
        while (!names.stream().allMatch(this::isReady)) {
            wait();
        }
    }

    private void publish() {
        try {
            Json.write(file, new Content(List.copyOf(parts.values())));
        } catch (UncheckedIOException e) {
            // A full disk must not end the supervision of parts that run.
            Log.line("cannot write " + file + ": " + e.getMessage());
        }
    }

    private boolean isReady(String name) {
        PartStatus status = parts.get(name);
        return status != null && status.state() == PartStatus.State.READY;
    }
}
