package org.xenopolis.deploy.local.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xenopolis.deploy.xenlab.Lab;
import org.xenopolis.deploy.xenlab.core.HostNumber;

/**
 * Looks at all hosts of a lab, as root and past every agent, for as long as it is open: on how many of them does a guest
 * run unpaused at a time?
 */
final class CopyWatch implements AutoCloseable {
    /** Asks the hypervisor itself, five times a second; one program for all looks, which cost an emulated host little. */
    private static final String LOOKS = """
            python3 -u -c '
            import glob, sys, time
            sys.path += glob.glob("/usr/lib/xen-*/lib/python")
            from xen.lowlevel import xc, xs
            xen, store = xc.xc(), xs.xs()
            for look in range(%d):
                for one in xen.domain_getinfo(0, 1024):
                    if not (one["paused"] or one["shutdown"] or one["dying"]):
                        print("runs", (store.read("", "/local/domain/%%d/name" %% one["domid"]) or b"-").decode())
                print("seen")
                time.sleep(0.2)
            '""";

    private static final int FOR_EVER = 1_000_000;

    /** A look at one host that took from then to then. */
    private record Sight(HostNumber host, long fromNanos, long untilNanos, boolean runs) {
        boolean overlaps(Sight other) {
            return fromNanos < other.untilNanos && other.fromNanos < untilNanos;
        }
    }

    private final Lab lab;
    private final String line;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<List<Sight>>> watching = new ArrayList<>();
    private volatile boolean closed;

    CopyWatch(Lab lab, String instance) {
        this.lab = lab;
        this.line = line(instance);
        lab.settings().numbers().forEach(host -> watching.add(threads.submit(() -> watch(host))));
    }

    /** How a look says that the guest runs: under its own name or one that a migration gave it. */
    private static String line(String instance) {
        return "runs v-" + instance;
    }

    static boolean runsOn(Lab lab, HostNumber host, String instance) {
        return lab.ssh().run(host, LOOKS.formatted(1)).lines().anyMatch(said -> said.startsWith(line(instance)));
    }

    private List<Sight> watch(HostNumber host) {
        List<Sight> seen = new ArrayList<>();
        Process session = lab.ssh().start(host, LOOKS.formatted(FOR_EVER));
        try (var said = session.inputReader(StandardCharsets.US_ASCII)) {
            long from = System.nanoTime();
            boolean runs = false;
            for (String next = said.readLine(); next != null && !closed; next = said.readLine()) {
                if (next.equals("seen")) {
                    long until = System.nanoTime();
                    seen.add(new Sight(host, from, until, runs));
                    from = until;
                    runs = false;
                } else {
                    runs |= next.startsWith(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the watch over " + host.title() + " was cut off", e);
        } finally {
            session.destroy();
        }
        return seen;
    }

    @Override
    public void close() {
        closed = true;
        threads.close();
    }

    /** Two looks that overlap and both saw it run. Only after {@link #close}. */
    Optional<String> twice() {
        List<Sight> all = watching.stream()
                .flatMap(one -> one.resultNow().stream())
                .filter(Sight::runs)
                .toList();
        for (Sight one : all) {
            for (Sight other : all) {
                if (one.host().value() < other.host().value() && one.overlaps(other)) {
                    return Optional.of("the guest ran on " + one.host().title() + " and on "
                            + other.host().title());
                }
            }
        }
        return Optional.empty();
    }

    int looks() {
        return watching.stream().mapToInt(one -> one.resultNow().size()).sum();
    }
}
