package org.xenopolis.host.xen;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** A guest on its way in. Its configuration is this host's own, its firewall is in force before it is built. */
final class XlReceive implements IncomingMigration {
    private static final int BLOCK_HEADER = 12;
    private static final int BUFFER = 1 << 17;

    private record Filling(Running running, DataOutputStream out) {}

    private final Dom0 dom0;
    private final Eye eye;
    private final XlBuilds builds;
    private final DomainConfig config;
    private final Map<VolumeId, Vdev> vdevs = new HashMap<>();
    private final List<Filling> fillings = new ArrayList<>();
    /** Of each file, as the sender said it last. */
    private long[] sizes = {};

    private XlBuilds.@Nullable Prepared prepared;
    private @Nullable Filling memory;
    private @Nullable Domain domain;
    private boolean finished;

    XlReceive(Dom0 dom0, Eye eye, XlBuilds builds, DomainConfig config) {
        this.dom0 = dom0;
        this.eye = eye;
        this.builds = builds;
        this.config = config;
    }

    @Override
    public void accept(OutgoingMigration.Chunk chunk) {
        byte[] pages = chunk.pages();
        if (pages.length == 0) {
            throw Carried.broken(new IOException("an empty chunk"));
        }
        try {
            switch (pages[0]) {
                case XlSend.HEADER -> header(Carried.of(Arrays.copyOfRange(pages, 1, pages.length)));
                case XlSend.BLOCK -> block(pages);
                case XlSend.MEMORY -> page(pages);
                case XlSend.END -> end();
                default -> throw new IOException("a chunk of another kind");
            }
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw Carried.broken(e);
        }
    }

    private void header(Carried carried) throws IOException {
        InstanceId instance = config.instance();
        if (!fillings.isEmpty()) {
            throw new IOException("a second header");
        }
        byte[] boot = carried.boot().equals("-")
                ? BootFile.NONE.bytes()
                : Base64.getDecoder().decode(carried.boot());
        // Only in the form in which this host would have written it.
        dom0.ask(new Ask.Put(
                instance,
                Ask.SmallFile.BOOT,
                BootFile.of(List.of(Base64.getEncoder().encodeToString(boot))).bytes()));
        for (Carried.Item item : carried.items()) {
            Command fill = item.volume()
                    .<Command>map(volume -> fillVolume(volume, item.vdev().orElseThrow()))
                    .orElseGet(() -> new Command.Fill(instance, item.part().orElseThrow()));
            fillings.add(start(fill));
        }
        sizes = new long[fillings.size()];
    }

    private Command fillVolume(VolumeId volume, Vdev vdev) {
        Optional<DomainConfig.Disk> expected = config.volumes().stream()
                .filter(disk -> disk.volume().equals(volume))
                .findFirst();
        vdevs.put(volume, vdev);
        builds.volumes()
                .own(
                        eye.look().look(),
                        config.instance(),
                        expected.orElseThrow(() -> new IllegalArgumentException("a volume of somebody else")),
                        Optional.of(vdev));
        return new Command.FillVolume(volume);
    }

    private Filling start(Command command) {
        Running running = dom0.start(command);
        return new Filling(running, new DataOutputStream(new BufferedOutputStream(running.input(), BUFFER)));
    }

    private void block(byte[] pages) throws IOException {
        int file = pages[1];
        ByteBuffer head = ByteBuffer.wrap(pages, 2, BLOCK_HEADER);
        long offset = head.getLong();
        int length = head.getInt();
        if (length != pages.length - 2 - BLOCK_HEADER || offset < 0) {
            throw new IOException("a block of another length");
        }
        if (length == 0) {
            // It may go on in a later round: the file ends only with the guest's last breath there.
            sizes[file] = offset;
        } else {
            fillings.get(file).out().write(pages, 2, pages.length - 2);
        }
    }

    private void page(byte[] pages) throws IOException {
        Filling into = memory;
        if (into == null) {
            prepared = builds.prepare(config, vdevs);
            into = start(new Command.ReceiveMemory(config.instance()));
            memory = into;
        }
        into.out().writeInt(pages.length - 1);
        into.out().write(pages, 1, pages.length - 1);
    }

    private void end() throws IOException {
        for (int i = 0; i < sizes.length; i++) {
            Filling filling = fillings.get(i);
            filling.out().writeLong(sizes[i]);
            filling.out().writeInt(0);
            filling.out().close();
        }
        for (Filling filling : fillings) {
            filling.running().await();
        }
        Filling into = memory;
        if (into == null) {
            throw new IOException("no memory came");
        }
        into.out().writeInt(0);
        into.out().flush();
        String said = new BufferedReader(new InputStreamReader(into.running().output(), StandardCharsets.US_ASCII))
                .readLine();
        into.out().close();
        into.running().await();
        release();
        if (!"ready".equals(said)) {
            throw new IOException("the domain did not get ready");
        }
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
        fillings.forEach(filling -> filling.running().close());
        Filling into = memory;
        if (into != null) {
            into.running().close();
        }
        release();
        Domain whole = domain;
        if (!finished && whole != null) {
            dom0.run(new Command.Destroy(whole.domid()));
        }
        if (!finished && whole == null && into != null) {
            awaitGone();
        }
    }

    /** xl takes down what it has built when its stream ends; a little later it would be in the way of the next attempt. */
    private void awaitGone() {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (eye.look().look().domainOf(config.instance()).isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                throw new Dom0Exception("what was built of " + config.name() + " is still there");
            }
        }
    }
}
