package org.xenopolis.host.xen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.IncomingMigration;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Command;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Dom0Exception;
import org.xenopolis.host.xen.dom0.Running;
import org.xenopolis.host.xen.dom0.Vdev;

/**
 * A guest on its way in: receive.py takes it, and asks here before it writes a file and before it builds the domain. What
 * the domain needs here is made ready while its disk comes. Its configuration is this host's own, its firewall is in force
 * before it is built.
 */
final class XlReceive implements IncomingMigration {
    private static final long GONE_NANOS = 60_000_000_000L;

    private final Dom0 dom0;
    private final Eye eye;
    private final XlBuilds builds;
    private final DataLine line;
    private final DomainConfig config;
    private final Map<VolumeId, Vdev> vdevs = new HashMap<>();
    private final CompletableFuture<Boolean> whole = new CompletableFuture<>();
    private final Running running;
    private @Nullable Thread listener;
    private volatile XlBuilds.@Nullable Prepared prepared;
    private @Nullable Domain domain;
    private boolean finished;

    XlReceive(Dom0 dom0, Eye eye, XlBuilds builds, DataLine line, DomainConfig config) {
        this.dom0 = dom0;
        this.eye = eye;
        this.builds = builds;
        this.line = line;
        this.config = config;
        // While the other host gets ready, so does this one.
        this.running = dom0.start(new Command.Receive(config.instance()));
    }

    @Override
    public void accept(OutgoingMigration.Chunk chunk) {
        byte[] pages = chunk.pages();
        try {
            switch (pages[0]) {
                case XlSend.LINE -> take(Offer.of(pages));
                case XlSend.PROGRESS -> requireGoing();
                case XlSend.END -> end();
                default -> throw new IOException("a chunk of another kind");
            }
        } catch (IOException | CompletionException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw Carried.broken(e);
        }
    }

    private void take(Offer offer) throws IOException {
        if (listener != null) {
            throw new IOException("a second offer");
        }
        say(line.words() + " " + offer.words());
        listener = Thread.ofVirtual().name("receive-" + config.instance()).start(this::listen);
    }

    private void say(String text) throws IOException {
        running.input().write((text + "\n").getBytes(StandardCharsets.US_ASCII));
        running.input().flush();
    }

    private void listen() {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(running.output(), StandardCharsets.US_ASCII))) {
            Carried carried = null;
            for (String text = said.readLine(); text != null; text = said.readLine()) {
                String[] words = text.split(" ");
                switch (words[0]) {
                    case "header" -> {
                        carried = Carried.of(words[1]);
                        header(carried);
                        say("go");
                    }
                    case "files" -> {
                        prepared = builds.prepare(config, vdevs);
                        say("go");
                    }
                    case "memory" -> lend(carried, List.of(words));
                    case "ready" -> {
                        running.await();
                        whole.complete(true);
                    }
                    default -> throw new IOException("it says " + text);
                }
            }
            running.await();
            throw new IOException("it ended early");
        } catch (IOException | RuntimeException e) {
            // After "ready" it changes nothing.
            whole.completeExceptionally(e);
            running.close();
        }
    }

    private void header(Carried carried) {
        InstanceId instance = config.instance();
        byte[] boot = carried.boot().equals("-")
                ? BootFile.NONE.bytes()
                : Base64.getDecoder().decode(carried.boot());
        // Only in the form in which this host would have written it.
        dom0.ask(new Ask.Put(
                instance,
                Ask.SmallFile.BOOT,
                BootFile.of(List.of(Base64.getEncoder().encodeToString(boot))).bytes()));
        carried.volumes().forEach((volume, vdev) -> {
            DomainConfig.Disk expected = config.volumes().stream()
                    .filter(disk -> disk.volume().equals(volume))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("a volume of somebody else"));
            vdevs.put(volume, vdev);
            builds.volumes().own(eye.look().look(), instance, expected, Optional.of(vdev));
        });
    }

    /** While the memory comes: the next guest of the image finds its boot files here. */
    private void lend(@Nullable Carried carried, List<String> came) {
        if (carried != null) {
            carried.shared().forEach((part, digest) -> {
                if (came.contains(part.fileName())) {
                    dom0.ask(new Ask.Lend(config.instance(), part, digest));
                }
            });
        }
    }

    private void requireGoing() {
        if (whole.isCompletedExceptionally()) {
            whole.join();
        }
    }

    private void end() throws IOException {
        if (listener == null) {
            throw new IOException("nothing was offered");
        }
        whole.join();
        release();
        domain = eye.look().find(config.name()).orElseThrow(Refusals::noDomain);
    }

    private void release() {
        XlBuilds.Prepared held = prepared;
        prepared = null;
        if (held != null) {
            held.close();
        }
    }

    @Override
    public Domain ready() {
        Domain complete = domain;
        if (complete == null || complete.reading().state() != DomainState.INCOMING) {
            throw new IllegalStateException("the last chunk has not come");
        }
        finished = true;
        return complete;
    }

    @Override
    public void close() {
        Thread listening = listener;
        running.close();
        if (listening != null) {
            try {
                listening.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        release();
        Domain built = domain;
        if (!finished && built != null) {
            dom0.run(new Command.Destroy(built.domid()));
        }
        if (!finished && built == null && listening != null) {
            awaitGone();
        }
    }

    /** xl takes down what it has built when its stream ends; a little later it would be in the way of the next attempt. */
    private void awaitGone() {
        long deadline = System.nanoTime() + GONE_NANOS;
        while (eye.look().look().domainOf(config.instance()).isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                throw new Dom0Exception("what was built of " + config.name() + " is still there");
            }
        }
    }
}
