package org.xenopolis.host.xen;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Command;
import org.xenopolis.host.xen.dom0.Command.Part;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Dom0Exception;
import org.xenopolis.host.xen.dom0.Running;

/**
 * A guest on its way out: its files while it runs, its memory while it runs, and after it has been suspended those blocks
 * of its disks that it has changed meanwhile. What is left of the disks is looked for within the pause, so the pause grows
 * with them.
 */
final class XlSend implements OutgoingMigration {
    static final byte HEADER = 'H';
    static final byte BLOCK = 'B';
    static final byte MEMORY = 'M';
    static final byte END = 'E';
    private static final int FRAME_MAX = 1 << 20;
    private static final int BLOCK_HEADER = 12;

    private enum Round {
        HEADER,
        FILES,
        MEMORY,
        CHANGES,
        OVER
    }

    private record Mirror(Running running, DataInputStream frames, boolean written) {}

    private final Dom0 dom0;
    private final Eye eye;
    private final int domid;
    private final Carried carried;
    private final List<Mirror> mirrors = new ArrayList<>();
    private @Nullable Running sending;
    private @Nullable DataInputStream memory;
    private @Nullable Reading stopped;
    private Round round = Round.HEADER;
    private int at;
    private long total;

    XlSend(Dom0 dom0, Eye eye, int domid) {
        this.dom0 = dom0;
        this.eye = eye;
        this.domid = domid;
        Eye.Sight sight = eye.look();
        if (!sight.require(domid).reading().state().isUnpaused()) {
            throw Refusals.conflict("wrong-domain-state", "Only a running guest moves.");
        }
        InstanceId instance = sight.seen(domid).instance().orElseThrow(Refusals::noDomain);
        this.carried = carried(sight.look(), instance);
        for (Carried.Item item : carried.items()) {
            Running running = dom0.start(item.volume()
                    .<Command>map(Command.MirrorVolume::new)
                    .orElseGet(() -> new Command.Mirror(instance, item.part().orElseThrow())));
            mirrors.add(new Mirror(running, frames(running), item.isWritten()));
        }
    }

    private static DataInputStream frames(Running running) {
        return new DataInputStream(new BufferedInputStream(running.output(), 1 << 17));
    }

    private Carried carried(Look look, InstanceId instance) {
        String boot = dom0.ask(new Ask.ReadBoot(instance)).getFirst();
        BootFile brings = BootFile.of(List.of(boot));
        List<Carried.Item> items = new ArrayList<>(List.of(Carried.Item.of(Part.WHOLE_DISK)));
        if (brings.kernel()) {
            items.add(Carried.Item.of(Part.KERNEL));
        }
        if (brings.ramdisk()) {
            items.add(Carried.Item.of(Part.RAMDISK));
        }
        look.volumes()
                .forEach((volume, known) -> known.owner()
                        .filter(owner -> owner.instance().equals(instance))
                        .ifPresent(owner -> items.add(Carried.Item.of(volume, owner.vdev()))));
        return new Carried(boot, items);
    }

    @Override
    public Chunk next() {
        try {
            byte[] payload = null;
            while (payload == null && round != Round.OVER) {
                payload = payload();
            }
            return payload == null ? chunk(new byte[] {END}, true) : chunk(payload, false);
        } catch (IOException e) {
            throw new Dom0Exception("the copy was cut off" + why(), e);
        }
    }

    private String why() {
        Running running = sending;
        if (running == null) {
            return "";
        }
        try {
            running.await();
            return "";
        } catch (Dom0Exception e) {
            return ": " + e.getMessage();
        }
    }

    private Chunk chunk(byte[] payload, boolean last) {
        total += payload.length;
        return new Chunk(Math.max(1, round.ordinal()), total, payload, last, new byte[0]);
    }

    /** The next piece of this round; null when the next round begins. */
    private byte @Nullable [] payload() throws IOException {
        return switch (round) {
            case HEADER -> {
                round = Round.FILES;
                yield with(HEADER, carried.bytes());
            }
            case FILES -> block(true);
            case MEMORY -> page();
            case CHANGES -> block(false);
            case OVER -> null;
        };
    }

    private byte @Nullable [] block(boolean all) throws IOException {
        while (at < mirrors.size() && !all && !mirrors.get(at).written()) {
            at++;
        }
        if (at == mirrors.size()) {
            at = 0;
            round = Round.values()[round.ordinal() + 1];
            return null;
        }
        DataInputStream frames = mirrors.get(at).frames();
        byte[] head = frames.readNBytes(BLOCK_HEADER);
        if (head.length < BLOCK_HEADER) {
            throw new IOException("a file was not read to its end");
        }
        int length = bounded(ByteBuffer.wrap(head).getInt(Long.BYTES));
        ByteBuffer block = ByteBuffer.allocate(2 + BLOCK_HEADER + length)
                .put(BLOCK)
                .put((byte) at)
                .put(head);
        frames.readFully(block.array(), block.position(), length);
        if (length == 0) {
            at++;
        }
        return block.array();
    }

    private byte @Nullable [] page() throws IOException {
        DataInputStream pages = memory;
        if (pages == null) {
            Running running = dom0.start(new Command.SendMemory(domid));
            sending = running;
            pages = frames(running);
            memory = pages;
        }
        int length = bounded(pages.readInt());
        if (length > 0) {
            byte[] payload = new byte[1 + length];
            payload[0] = MEMORY;
            pages.readFully(payload, 1, length);
            return payload;
        }
        suspended();
        return null;
    }

    private void suspended() throws IOException {
        Reading reading = eye.read(domid);
        if (reading.state() != DomainState.SUSPENDED) {
            throw new IOException("the domain is " + reading.state());
        }
        stopped = reading;
        for (Mirror mirror : mirrors) {
            if (mirror.written()) {
                mirror.running().input().write('\n');
                mirror.running().input().flush();
            }
        }
        round = Round.CHANGES;
    }

    private static int bounded(int length) throws IOException {
        if (length < 0 || length > FRAME_MAX) {
            throw new IOException("a frame of " + length + " bytes");
        }
        return length;
    }

    private static byte[] with(byte kind, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length).put(kind).put(bytes).array();
    }

    @Override
    public Reading stopped() {
        Reading reading = stopped;
        if (reading == null) {
            throw new IllegalStateException("before the last chunk");
        }
        return reading;
    }

    @Override
    public void close() {
        mirrors.forEach(mirror -> mirror.running().close());
        Running running = sending;
        if (running != null) {
            // Before the end of the stream xl hears that, and lets the guest go on.
            running.close();
        }
    }
}
