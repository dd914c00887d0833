package org.xenopolis.deploy.xenlab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xenopolis.deploy.xenlab.core.HostNumber;

/** Waits until hosts can be worked with: ssh and Xen answer, and there is room for guests' disks. */
final class Boot {
    private static final Duration MAX = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String READY = "xl info >/dev/null && lvs xenopolis/guests >/dev/null";

    private final Lab lab;
    private final PrintStream out;

    Boot(Lab lab, PrintStream out) {
        this.lab = lab;
        this.out = out;
    }

    void await() {
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> waiting = new ArrayList<>();
            for (HostNumber host : lab.settings().numbers()) {
                waiting.add(threads.submit(() -> await(host, start)));
            }
            for (Future<?> host : waiting) {
                host.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LabException said) {
                throw said;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void await(HostNumber host, long start) {
        while (!lab.ssh().tried(host, READY).isGood()) {
            if (!lab.isUp(host)) {
                throw new LabException(host.title() + " ended while it booted: " + lastWords(host));
            }
            if (System.nanoTime() - start > MAX.toNanos()) {
                throw new LabException(host.title() + " does not answer after " + MAX.toMinutes() + " minutes, see "
                        + lab.folder().files(host).serialLog());
            }
            pause();
        }
        out.printf(
                "  %s  %s  ready after %d s%n",
                host.title(),
                lab.settings().network().address(host),
                Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }

    private String lastWords(HostNumber host) {
        try {
            String log = Files.readString(lab.folder().files(host).serialLog(), StandardCharsets.ISO_8859_1);
            return log.lines()
                    .filter(line -> !line.isBlank())
                    .reduce("nothing was said", (before, line) -> line.strip());
        } catch (IOException e) {
            return e.getMessage() == null ? "no log" : e.getMessage();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted");
        }
    }
}
