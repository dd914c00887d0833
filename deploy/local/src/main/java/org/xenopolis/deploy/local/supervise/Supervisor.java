package org.xenopolis.deploy.local.supervise;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xenopolis.deploy.engines.CertificateAuthority;
import org.xenopolis.deploy.local.core.StartOrder;
import org.xenopolis.deploy.local.stack.External;
import org.xenopolis.deploy.local.stack.Json;
import org.xenopolis.deploy.local.stack.Part;
import org.xenopolis.deploy.local.stack.Programs;
import org.xenopolis.deploy.local.stack.Settings;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.local.stack.StackSecrets;
import org.xenopolis.deploy.local.stack.StateFolder;

/**
 * The resident process behind {@code up}: one thread per part, until it is told to end; then it ends the parts in
 * reverse order.
 *
 * <p>When it is killed, the parts go on, and {@code down} finds them by their records.
 */
public final class Supervisor {
    public static final String NAME = "supervisor";

    // Services read their certificate when they start: it has to last as long as a stack is likely to run.
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(30);
    private static final Duration RENEWAL_INTERVAL = Duration.ofHours(1);

    private final StateFolder state;
    private final List<Part> parts;
    private final List<UUID> hosts;
    private final List<PartRunner> runners = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private Supervisor(StateFolder state, List<Part> parts, List<UUID> hosts) {
        this.state = state;
        this.parts = parts;
        this.hosts = hosts;
    }

    /** Takes one argument: the state folder. What to run is in its settings. */
    public static void main(String[] arguments) throws InterruptedException {
        StateFolder state = new StateFolder(Path.of(arguments[0]));
        Settings settings = Json.read(state.settings(), Settings.class)
                .orElseThrow(() -> new StackException(state.settings() + " is missing"));
        Stack stack = new Stack(
                state,
                settings,
                StackSecrets.of(state),
                External.of(System.getenv()),
                new Programs.Snapshot(state.programs()));
        Supervisor supervisor = new Supervisor(state, stack.parts(), settings.hostIds());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> supervisor.stop(main), "stop"));
        supervisor.run();
    }

    /** The supervisor's view of all parts, as far as it has written it. */
    public static List<PartStatus> status(StateFolder state) {
        return Board.read(statusFile(state));
    }

    private static Path statusFile(StateFolder state) {
        return state.run().resolve("status.json");
    }

    private void run() throws InterruptedException {
        Log.line("starting " + parts.size() + " parts");
        issueCertificates();
        Map<String, List<String>> dependsOn = new LinkedHashMap<>();
        parts.forEach(part -> dependsOn.put(part.name(), part.dependsOn()));
        List<List<String>> levels = StartOrder.levels(dependsOn);
        Board board = new Board(statusFile(state), dependsOn.keySet());
        for (Part part : parts) {
            PartRunner runner = new PartRunner(part, level(levels, part.name()), state, board);
            runners.add(runner);
            Thread.ofVirtual().name(part.name()).start(runner);
        }
        while (!stopping.await(RENEWAL_INTERVAL.toSeconds(), TimeUnit.SECONDS)) {
            authority().renewAll();
        }
    }

    private void issueCertificates() {
        CertificateAuthority authority = authority();
        Stack.services().forEach(authority::service);
        hosts.forEach(authority::host);
    }

    private CertificateAuthority authority() {
        return CertificateAuthority.open(state.tls(), CERTIFICATE_LIFE, Clock.systemUTC());
    }

    private static int level(List<List<String>> levels, String name) {
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).contains(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + " is in no level");
    }

    private void stop(Thread main) {
        Log.line("stopping");
        stopping.countDown();
        int highest = runners.stream().mapToInt(PartRunner::level).max().orElse(0);
        for (int level = highest; level >= 0; level--) {
            int current = level;
            List<Thread> stops = runners.stream()
                    .filter(runner -> runner.level() == current)
                    .map(runner -> Thread.ofVirtual().start(runner::requestStop))
                    .toList();
            for (Thread stop : stops) {
                join(stop);
            }
        }
        join(main);
        Log.line("stopped");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
