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
    /** A look at one host that took from then to then. */
    private record Sight(HostNumber host, long fromNanos, long untilNanos, boolean runs) {
        boolean overlaps(Sight other) {
            return fromNanos < other.untilNanos && other.fromNanos < untilNanos;
        }
    }

    private static final String LOOKS = "while xl list; do echo seen; sleep 0.5; done";

    private final Lab lab;
    private final String domain;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<List<Sight>>> watching = new ArrayList<>();
    private volatile boolean closed;

    CopyWatch(Lab lab, String instance) {
        this.lab = lab;
        this.domain = "v-" + instance;
        lab.settings().numbers().forEach(host -> watching.add(threads.submit(() -> watch(host))));
    }

    /** One session for all looks: to begin one costs an emulated host more than the look. */
    private List<Sight> watch(HostNumber host) {
        List<Sight> seen = new ArrayList<>();
        Process session = lab.ssh().start(host, LOOKS);
        try (var said = session.inputReader(StandardCharsets.US_ASCII)) {
            long from = System.nanoTime();
            boolean runs = false;
            for (String line = said.readLine(); line != null && !closed; line = said.readLine()) {
                if (line.equals("seen")) {
                    long until = System.nanoTime();
                    seen.add(new Sight(host, from, until, runs));
                    from = until;
                    runs = false;
                } else {
                    runs |= runs(domain, line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the watch over " + host.title() + " was cut off", e);
        } finally {
            session.destroy();
        }
        return seen;
    }

    /** Running or blocked, under its own name or one that a migration gave it. */
    static boolean runs(String domain, String line) {
        String[] words = line.trim().split("\\s+");
        return words.length >= 6
                && words[0].startsWith(domain)
                && !words[4].contains("p")
                && !words[4].contains("s")
                && !words[4].contains("d");
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
                    return Optional.of(domain + " ran on " + one.host().title() + " and on "
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
