package org.xenopolis.deploy.engines;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A started operating system process with a log file. */
public final class EngineProcess implements AutoCloseable {
    /** What happens to the process when the starting JVM dies, however it dies. */
    public enum Lifetime {
        /** It goes on; somebody finds it by its process id. */
        OWN,
        /** It is killed: its standard input is a pipe from the JVM, and a shell waits for the end of that pipe. */
        TETHERED
    }

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
    private static final int LOG_TAIL_BYTES = 16_000;
    private static final int LAST_WORDS_MAX = 2_000;
    private static final Pattern FAILURE = Pattern.compile("(?:Caused by: )?[\\w.$]+(?:Exception|Error): (\\S.*)");
    private static final Pattern SECRET = Pattern.compile("XENO_.*(PASSWORD|SECRET|KEY)");
    private static final String TETHER = """
            exec 3<&0
            "$@" 3<&- </dev/null &
            child=$!
            trap 'kill -"$XENO_STOP_SIGNAL" $child 2>/dev/null' TERM
            (cat <&3 >/dev/null; kill -KILL $child) 2>/dev/null &
            exec 3<&-
            watch=$!
            wait $child; code=$?
            while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
            kill $watch 2>/dev/null
            exit $code
            """;

    private final String name;
    private final Process process;
    private final LaunchPlan plan;
    private final Path log;
    private final Lifetime lifetime;

    private EngineProcess(String name, Process process, LaunchPlan plan, Path log, Lifetime lifetime) {
        this.name = name;
        this.process = process;
        this.plan = plan;
        this.log = log;
        this.lifetime = lifetime;
    }

    /** Starts the process; its output goes to the end of the log file. */
    public static EngineProcess start(String name, LaunchPlan plan, Path log, Lifetime lifetime) {
        List<String> command = new ArrayList<>();
        if (lifetime == Lifetime.TETHERED) {
            command.addAll(List.of("/bin/sh", "-c", TETHER, name));
        }
        command.addAll(plan.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(plan.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (lifetime == Lifetime.OWN) {
            builder.redirectInput(new File("/dev/null"));
        }
        builder.environment().keySet().removeAll(secrets(builder.environment()).keySet());
        builder.environment().putAll(plan.environment());
        builder.environment().put("XENO_STOP_SIGNAL", plan.stopSignal());
        // glibc reserves one arena per core and thread; two keep a JVM's native memory small.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        try {
            return new EngineProcess(name, builder.start(), plan, log, lifetime);
        } catch (IOException e) {
            throw new EngineException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /** Those of our variables that are secret: they are not inherited, each goes only to whom a plan gives it. */
    public static Map<String, String> secrets(Map<String, String> environment) {
        Map<String, String> secrets = new HashMap<>(environment);
        secrets.keySet().removeIf(name -> !SECRET.matcher(name).matches());
        return secrets;
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the probe holds; fails at once when the process ends, and at the deadline. */
    public void awaitReady(BooleanSupplier probe, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!probe.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new EngineException(name + " ended while starting; its log ends with: " + lastWords());
            }
            if (System.nanoTime() - deadline > 0) {
                close();
                throw new EngineException(name + " did not answer within " + patience.toSeconds() + " s; see " + log);
            }
            LockSupport.parkNanos(PROBE_INTERVAL.toNanos());
        }
    }

    /** @return the exit code of a process that ends by itself */
    public int waitForEnd() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new EngineException(name + " was interrupted", e);
        }
    }

    /** Asks the process to end, waits, and kills it when it does not. */
    public void stop(Duration patience) {
        if (process.isAlive()) {
            signal(lifetime == Lifetime.TETHERED ? "TERM" : plan.stopSignal());
        }
        if (!endsWithin(patience)) {
            kill();
        }
    }

    /** Ends the process at once, as a crash would. */
    public void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture<?>[] ends = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void close() {
        stop(STOP_PATIENCE);
    }

    private void signal(String signal) {
        try {
            // The JDK can send TERM and KILL only; PostgreSQL wants INT for a quick orderly end.
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The reason that a Java program died of, where it says one; otherwise the end of the log. */
    private String lastWords() {
        String tail = logTail();
        List<String> failures = tail.lines()
                .map(FAILURE::matcher)
                .filter(Matcher::matches)
                .map(failure -> failure.group(1))
                .toList();
        return failures.isEmpty() ? tail.substring(Math.max(0, tail.length() - LAST_WORDS_MAX)) : failures.getLast();
    }

    private String logTail() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.max(0, all.length - LOG_TAIL_BYTES);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "(" + log + " cannot be read)";
        }
    }
}
