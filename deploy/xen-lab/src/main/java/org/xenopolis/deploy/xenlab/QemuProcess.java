package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xenopolis.deploy.xenlab.core.QemuCommand;

/** The QEMU of one host, known by its pid file. */
record QemuProcess(Path pidFile) {
    private static final Duration END_MAX = Duration.ofSeconds(10);

    /** The process, when it lives; a recycled process id is somebody else's. */
    Optional<ProcessHandle> handle() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            String arguments = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
            String ours = String.join("\0", QemuCommand.pidFile(pidFile)) + "\0";
            return arguments.contains(ours) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Starts in the background; returns when the host has its first instruction behind it. */
    void start(List<String> command) {
        Programs.run(command);
    }

    /** A power loss: what has to be kept is on the disks already. */
    boolean kill() {
        Optional<ProcessHandle> running = handle();
        running.ifPresent(process -> {
            // Also one that is stopped.
            process.destroyForcibly();
            try {
                process.onExit().get(END_MAX.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted");
            } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
                throw new LabException("the process " + process.pid() + " does not end");
            }
        });
        return running.isPresent();
    }
}
