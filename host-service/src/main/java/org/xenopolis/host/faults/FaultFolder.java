package org.xenopolis.host.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;

/**
 * A folder whose files are faults: {@code <step>} on every host or {@code <step>@<host>} on one. The file's text says
 * which: {@code fail} (each time), {@code fail-once} (the file goes with it), anything else blocks there until the file is
 * gone. Each hit is added to {@code <step>.reached}, so that a test can tell that its fault was really met.
 */
public final class FaultFolder implements Steps {
    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final HostId host;

    public FaultFolder(Path folder, HostId host) {
        this.folder = folder;
        this.host = host;
    }

    @Override
    public void reached(String step) {
        meet(step, folder.resolve(step));
        meet(step, folder.resolve(step + "@" + host));
    }

    private void meet(String step, Path fault) {
        try {
            if (!Files.exists(fault)) {
                return;
            }
            String what = Files.readString(fault).strip();
            Files.writeString(
                    folder.resolve(step + ".reached"),
                    host + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            switch (what) {
                case "fail" -> throw failure(step);
                case "fail-once" -> {
                    Files.deleteIfExists(fault);
                    throw failure(step);
                }
                default -> waitUntilGone(fault);
            }
        } catch (NoSuchFileException e) {
            // Taken away meanwhile: no fault any more.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(step);
        }
    }

    private static void waitUntilGone(Path fault) throws InterruptedException {
        while (Files.exists(fault)) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static RuntimeException failure(String step) {
        return Problem.of(ErrorKind.UNAVAILABLE, "injected-fault", "The host failed on purpose at " + step + ".")
                .exception();
    }
}
