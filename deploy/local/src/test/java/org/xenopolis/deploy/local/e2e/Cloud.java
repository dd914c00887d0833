package org.xenopolis.deploy.local.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xenopolis.deploy.engines.FreePorts;
import org.xenopolis.deploy.engines.Jvm;
import org.xenopolis.deploy.local.Xeno;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.command.RunningStack;
import org.xenopolis.deploy.local.command.StackClients;
import org.xenopolis.deploy.local.core.PortPlan;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StateFolder;
import org.xenopolis.deploy.local.supervise.PartStatus;
import org.xenopolis.deploy.local.supervise.ProcessRecord;
import org.xenopolis.deploy.local.supervise.Supervisor;

/** One whole stack for all tests of this JVM, started with the first and taken down with the JVM. */
final class Cloud {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Map<String, String> SETTINGS =
            Map.of("XENO_METERING_INTERVAL", "PT2S", "XENO_LEASE_MILLIS", "6000");
    private static @Nullable Cloud shared;

    private final StateFolder state;
    private final Stack stack;
    private final StackClients clients;

    private Cloud(StateFolder state, Stack stack) {
        this.state = state;
        this.stack = stack;
        this.clients = new StackClients(stack);
    }

    static synchronized Cloud shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static Cloud start() {
        try {
            StateFolder state = new StateFolder(Files.createTempDirectory("xeno-e2e"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> xeno(state, Map.of(), "down", "--wipe")));
            return start(state, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code up} with four hosts in that folder, told that in its environment. Whoever calls takes it down. */
    static Cloud start(StateFolder state, Map<String, String> environment) {
        System.setProperty("xeno.root", ROOT.toString());
        int code = xeno(state, environment, "up", "--port-base", String.valueOf(freeBase()), "--hosts", "4");
        if (code != 0) {
            throw new IllegalStateException("./xeno up failed with " + code + ", see above");
        }
        return new Cloud(state, RunningStack.in(state).orElseThrow());
    }

    Stack stack() {
        return stack;
    }

    CloudApi tenant() {
        return clients.tenant();
    }

    CloudApi operator() {
        return clients.operator();
    }

    StackClients clients() {
        return clients;
    }

    /** SIGKILL; the supervisor starts it again. */
    void kill(String part) {
        ProcessRecord record = ProcessRecord.read(state.run(), part).orElseThrow();
        ProcessHandle.of(record.pid()).orElseThrow().destroyForcibly();
    }

    /** Waits until the supervisor has every part running and answering. */
    void awaitReady() {
        await(
                "every part is ready",
                () -> Supervisor.status(state).stream().allMatch(part -> part.state() == PartStatus.State.READY)
                        && stack.parts().stream().allMatch(part -> part.engine().isReady()));
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static int freeBase() {
        for (int base = 20_000; base < 30_000; base += 500) {
            if (FreePorts.isFree(new PortPlan(base).postgres()) && FreePorts.isFree(new PortPlan(base).tenantApi())) {
                return base;
            }
        }
        throw new IllegalStateException("no free ports from 20000 to 30000");
    }

    /** @return the exit code */
    static int xeno(StateFolder state, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Jvm.JAVA,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dxeno.root=" + ROOT,
                "-cp",
                ROOT.resolve("deploy/local/target/classes") + ":" + ROOT.resolve("deploy/local/target/lib") + "/*",
                Xeno.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--state", state.root().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(SETTINGS);
        builder.environment().putAll(environment);
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
