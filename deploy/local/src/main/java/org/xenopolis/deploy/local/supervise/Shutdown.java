package org.xenopolis.deploy.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.xenopolis.deploy.local.stack.StateFolder;

/** Ends what a stack started, and nothing else: only processes whose record holds. */
public final class Shutdown {
    private static final Duration SUPERVISOR_PATIENCE = Duration.ofSeconds(90);
    private static final Duration PART_PATIENCE = Duration.ofSeconds(20);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final StateFolder state;
    private final Consumer<String> progress;

    public Shutdown(StateFolder state, Consumer<String> progress) {
        this.state = state;
        this.progress = progress;
    }

    /** @return how many processes were alive */
    public int all() {
        List<ProcessRecord> alive = alive();
        Optional<ProcessRecord> supervisor = alive.stream()
                .filter(record -> record.name().equals(Supervisor.NAME))
                .findFirst();
        supervisor.ifPresent(record -> end(record, SUPERVISOR_PATIENCE));
        orphans();
        forget();
        return alive.size();
    }

    /** Ends parts whose supervisor is gone, dependants first. */
    private void orphans() {
        List<ProcessRecord> left = alive().stream()
                .sorted(Comparator.comparingInt(ProcessRecord::level).reversed())
                .toList();
        left.forEach(record -> end(record, PART_PATIENCE));
    }

    /** Processes of this stack that live now. */
    public List<ProcessRecord> alive() {
        return ProcessRecord.readAll(state.run()).stream()
                .filter(ProcessRecord::isAlive)
                .toList();
    }

    private void end(ProcessRecord record, Duration patience) {
        progress.accept("stopping " + record.name());
        signal(record, record.stopSignal());
        if (!gone(record, patience)) {
            progress.accept(record.name() + " does not end: killing it");
            signal(record, "KILL");
            gone(record, KILL_PATIENCE);
        }
    }

    private static void signal(ProcessRecord record, String signal) {
        // Asked again right before: the process may have ended meanwhile.
        if (!record.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + record.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean gone(ProcessRecord record, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (record.isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    private void forget() {
        try {
            for (ProcessRecord record : ProcessRecord.readAll(state.run())) {
                if (!record.isAlive()) {
                    Files.deleteIfExists(ProcessRecord.file(state.run(), record.name()));
                }
            }
            Files.deleteIfExists(state.run().resolve("status.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
