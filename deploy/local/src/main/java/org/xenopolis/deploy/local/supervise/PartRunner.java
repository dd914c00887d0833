package org.xenopolis.deploy.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.EngineException;
import org.xenopolis.deploy.engines.EngineProcess;
import org.xenopolis.deploy.local.core.Backoff;
import org.xenopolis.deploy.local.stack.Part;
import org.xenopolis.deploy.local.stack.StateFolder;

/** Keeps one part running: starts it, waits until it answers, starts it again when it ends. */
final class PartRunner implements Runnable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(240);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final long LOG_BYTES_MAX = 16L << 20;

    private final Part part;
    private final int level;
    private final StateFolder state;
    private final Board board;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private @Nullable EngineProcess process;

    PartRunner(Part part, int level, StateFolder state, Board board) {
        this.part = part;
        this.level = level;
        this.state = state;
        this.board = board;
    }

    int level() {
        return level;
    }

    @Override
    public void run() {
        Backoff backoff = Backoff.NONE;
        try {
            board.awaitReady(part.dependsOn());
            while (!isStopping()) {
                long start = System.nanoTime();
                String why = liveOnce();
                if (isStopping()) {
                    break;
                }
                backoff = backoff.afterFailure(Duration.ofNanos(System.nanoTime() - start));
                Log.line(part.name() + " " + why + "; again in "
                        + backoff.delay().toMillis() + " ms");
                board.update(part.name(), status -> status.failed(why));
                if (stopping.await(backoff.delay().toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            board.update(part.name(), status -> status.with(PartStatus.State.STOPPED));
            finished.countDown();
        }
    }

    /** Asks the part to end; it is not started again. */
    void requestStop() {
        stopping.countDown();
        EngineProcess current = current();
        if (current != null) {
            current.stop(STOP_PATIENCE);
        }
    }

    /** @return why the part is not running any more */
    private String liveOnce() {
        try {
            board.update(part.name(), status -> status.with(PartStatus.State.PREPARING));
            part.engine().prepare();
            long start = System.nanoTime();
            EngineProcess started = launch();
            if (started == null) {
                return "was told to stop";
            }
            board.update(part.name(), status -> status.with(PartStatus.State.STARTING));
            started.awaitReady(part.engine()::isReady, START_PATIENCE);
            long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
            Log.line(part.name() + " is ready after " + took + " ms, process " + started.pid());
            board.update(part.name(), status -> status.ready(took));
            started.handle().onExit().join();
            return "ended";
        } catch (EngineException e) {
            return firstLine(e.getMessage());
        }
    }

    private synchronized @Nullable EngineProcess launch() {
        if (isStopping()) {
            return null;
        }
        Path log = state.log(part.name());
        shorten(log);
        Path record = ProcessRecord.file(state.run(), part.name());
        process = EngineProcess.start(
                part.name(),
                ProcessRecord.recorded(part.name(), part.engine().launchPlan(), record, level),
                log,
                EngineProcess.Lifetime.OWN);
        return process;
    }

    private synchronized @Nullable EngineProcess current() {
        return process;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private static void shorten(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "failed" : message.lines().findFirst().orElse("failed");
    }
}
