package org.xenopolis.deploy.local.command;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.xenopolis.deploy.local.stack.Stack;
import org.xenopolis.deploy.local.stack.StackException;
import org.xenopolis.deploy.local.stack.StateFolder;
import org.xenopolis.deploy.local.supervise.PartStatus;
import org.xenopolis.deploy.local.supervise.ProcessRecord;
import org.xenopolis.deploy.local.supervise.Shutdown;
import org.xenopolis.deploy.local.supervise.Supervisor;

/** Follows the supervisor until every part is ready, line by line; when one cannot start, everything is ended again. */
final class StartProgress {
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SUPERVISOR_PATIENCE = Duration.ofSeconds(15);
    private static final int FAILURES_MAX = 3;

    private final StateFolder state;
    private final Set<String> expected = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private final long start = System.nanoTime();

    StartProgress(Stack stack) {
        this.state = stack.state();
        stack.parts().forEach(part -> expected.add(part.name()));
    }

    void await() {
        if (allReady()) {
            return;
        }
        Thread hint = new Thread(() -> System.out.println("The stack goes on starting: ./xeno status, ./xeno down."));
        Runtime.getRuntime().addShutdownHook(hint);
        try {
            follow();
        } finally {
            Runtime.getRuntime().removeShutdownHook(hint);
        }
        System.out.println("Ready after " + seconds() + " s.");
    }

    private void follow() {
        while (!told.containsAll(expected)) {
            List<PartStatus> parts = Supervisor.status(state);
            parts.forEach(this::follow);
            if (seconds() > SUPERVISOR_PATIENCE.toSeconds() && !supervisorLives()) {
                throw givenUp("the supervisor ended, see " + state.log(Supervisor.NAME));
            }
            if (seconds() > PATIENCE.toSeconds()) {
                expected.removeAll(told);
                throw givenUp("not ready after " + seconds() + " s: " + String.join(", ", expected));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean allReady() {
        return Supervisor.status(state).stream()
                .filter(part -> part.state() == PartStatus.State.READY)
                .map(PartStatus::name)
                .toList()
                .containsAll(expected);
    }

    private void follow(PartStatus part) {
        if (part.state() == PartStatus.State.READY && told.add(part.name())) {
            System.out.printf("  %-18s ready (%.1f s)%n", part.name(), part.readyMillis() / 1000.0);
        }
        boolean begins = part.state() == PartStatus.State.PREPARING || part.state() == PartStatus.State.STARTING;
        if (begins && told.add(part.name() + " begins")) {
            System.out.printf("  %-18s starting%n", part.name());
        }
        if (!told.contains(part.name()) && part.failures() >= FAILURES_MAX) {
            throw givenUp(part.name() + " cannot be started: " + part.message() + "; see " + state.log(part.name()));
        }
    }

    /** Nothing stays half started. */
    private StackException givenUp(String why) {
        new Shutdown(state, System.out::println).all();
        return new StackException(why);
    }

    private boolean supervisorLives() {
        return ProcessRecord.read(state.run(), Supervisor.NAME)
                .filter(ProcessRecord::isAlive)
                .isPresent();
    }

    private long seconds() {
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }
}
