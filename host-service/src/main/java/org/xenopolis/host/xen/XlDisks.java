package org.xenopolis.host.xen;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Command;
import org.xenopolis.host.xen.dom0.Command.Part;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Dom0Exception;
import org.xenopolis.host.xen.dom0.Running;

/** Instances' own disks: sparse raw files in dom0. What was never written reads as zero. */
final class XlDisks {
    private static final int COMMAND_LINE_MAX = 2_000;

    private final Dom0 dom0;
    private final Eye eye;
    private final Room room;
    private final DiskTimes times;

    XlDisks(Dom0 dom0, Eye eye, Room room, DiskTimes times) {
        this.dom0 = dom0;
        this.eye = eye;
        this.room = room;
        this.times = times;
    }

    void make(InstanceId instance, DiskSource source, DiskSize size) {
        Look look = eye.look().look();
        if (look.hasDisk(instance)) {
            return;
        }
        room.requireDisk(look, size.bytes());
        check(source, size);
        dom0.ask(new Ask.Tend(Ask.Chore.FOLDER, instance));
        for (DiskSource.Part part : source.parts()) {
            fill(instance, part);
        }
        dom0.ask(new Ask.Put(instance, Ask.SmallFile.BOOT, BootFile.of(source).bytes()));
        finish(instance, size);
    }

    private static void check(DiskSource source, DiskSize size) {
        for (DiskSource.Part part : source.parts()) {
            if (part.role() == DiskSource.Role.DISK && part.virtualBytes() > size.bytes()) {
                throw Refusals.invalid("disk-too-small", "The image is larger than the disk.");
            }
        }
        boolean plain = source.commandLine().chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!plain || source.commandLine().length() > COMMAND_LINE_MAX) {
            throw Refusals.invalid(
                    "bad-command-line", "The image's kernel has a command line that cannot be passed on.");
        }
    }

    private void fill(InstanceId instance, DiskSource.Part part) {
        switch (part.role()) {
            case DISK -> fill(instance, part.file(), Part.DISK);
            case KERNEL -> fillBootFile(instance, part, Part.KERNEL);
            case RAMDISK -> fillBootFile(instance, part, Part.RAMDISK);
        }
    }

    /** Guests only read them, so those of one image have one file. */
    private void fillBootFile(InstanceId instance, DiskSource.Part part, Part into) {
        if (!dom0.ask(new Ask.Borrow(instance, into, part.digest())).getFirst().equals("yes")) {
            fill(instance, part.file(), into);
            dom0.ask(new Ask.Lend(instance, into, part.digest()));
        }
    }

    private void fill(InstanceId instance, Path file, Part into) {
        try (InputStream from = Files.newInputStream(file);
                Running filling = dom0.start(new Command.Fill(instance, into))) {
            try (OutputStream out = filling.input()) {
                BlockFrames.write(from, out);
            }
            filling.await();
        } catch (IOException e) {
            throw new Dom0Exception("the image was not copied to " + instance, e);
        }
    }

    void receive(InstanceId instance, DiskSize size) {
        Look look = eye.look().look();
        if (!look.hasDisk(instance)) {
            room.requireDisk(look, size.bytes());
            dom0.ask(new Ask.Tend(Ask.Chore.FOLDER, instance));
            finish(instance, size);
        }
    }

    private void finish(InstanceId instance, DiskSize size) {
        dom0.ask(new Ask.MakeDisk(instance, size.bytes()));
        times.changed(instance, eye.look().look().atNanos());
    }

    static Map<InstanceId, DiskSize> sizes(Look look) {
        Map<InstanceId, DiskSize> sizes = new HashMap<>();
        look.instances().forEach((instance, kept) -> {
            if (kept.diskBytes() >= 0) {
                sizes.put(instance, new DiskSize(kept.diskBytes()));
            }
        });
        return sizes;
    }

    long grow(InstanceId instance, DiskSize size) {
        Look look = eye.look().look();
        if (!look.hasDisk(instance)) {
            throw Refusals.noDisk();
        }
        long now = look.instances()
                .getOrDefault(instance, new Look.Kept(0, 0, false))
                .diskBytes();
        if (size.bytes() <= now) {
            return times.last(instance, look.atNanos());
        }
        room.requireDisk(look, size.bytes() - now);
        dom0.ask(new Ask.Grow(instance, size.bytes()));
        return times.changed(instance, eye.look().look().atNanos());
    }

    /**
     * A reflink where the file system has them; where it has none, a copy of what is not zero, for as long as that takes:
     * the guest stands still meanwhile.
     */
    InputStream copy(InstanceId instance) {
        if (!eye.look().look().hasDisk(instance)) {
            throw Refusals.noDisk();
        }
        UUID copy = UUID.randomUUID();
        try {
            dom0.run(new Command.CopyDisk(instance, copy));
            Running draining = dom0.start(new Command.DrainCopy(copy));
            return new FilterInputStream(BlockFrames.read(draining.output())) {
                @Override
                public void close() throws IOException {
                    try {
                        draining.close();
                        super.close();
                    } finally {
                        dom0.ask(new Ask.DropCopy(copy));
                    }
                }
            };
        } catch (Dom0Exception e) {
            dom0.ask(new Ask.DropCopy(copy));
            throw e;
        }
    }

    long wipe(InstanceId instance) {
        Look look = eye.look().look();
        if (!look.instances().containsKey(instance)) {
            return times.last(instance, look.atNanos());
        }
        // The files' blocks go back to the file system, which gives them to nobody without having zeroed them.
        dom0.ask(new Ask.Tend(Ask.Chore.WIPE, instance));
        return times.changed(instance, eye.look().look().atNanos());
    }

    boolean hasSaved(InstanceId instance) {
        return eye.look().look().isSaved(instance);
    }

    void dropSaved(InstanceId instance) {
        if (hasSaved(instance)) {
            dom0.ask(new Ask.Tend(Ask.Chore.DROPSAVED, instance));
        }
    }
}
