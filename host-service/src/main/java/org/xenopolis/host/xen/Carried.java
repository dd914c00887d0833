package org.xenopolis.host.xen;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.xen.dom0.Command.Part;
import org.xenopolis.host.xen.dom0.Vdev;

/**
 * What a migration carries besides memory: the instance's files, in an order that both ends know. The receiver takes no
 * path from it, and no volume that it was not told of.
 *
 * @param boot how the image boots
 */
record Carried(String boot, List<Item> items) {
    private static final int ITEMS_MAX = 32;

    Carried {
        items = List.copyOf(items);
    }

    /** A file; with a volume's id and name inside when it is one. */
    record Item(Optional<Part> part, Optional<VolumeId> volume, Optional<Vdev> vdev) {
        static Item of(Part part) {
            return new Item(Optional.of(part), Optional.empty(), Optional.empty());
        }

        static Item of(VolumeId volume, Vdev vdev) {
            return new Item(Optional.empty(), Optional.of(volume), Optional.of(vdev));
        }

        /** Kernels do not change while a guest runs. */
        boolean isWritten() {
            return part.isEmpty() || part.get() == Part.WHOLE_DISK;
        }
    }

    byte[] bytes() {
        List<String> lines = new ArrayList<>(List.of(boot));
        for (Item item : items) {
            lines.add(item.part()
                    .map(Part::name)
                    .orElseGet(() ->
                            item.volume().orElseThrow() + " " + item.vdev().orElseThrow()));
        }
        return String.join("\n", lines).getBytes(StandardCharsets.US_ASCII);
    }

    static Carried of(byte[] bytes) {
        try {
            List<String> lines =
                    new String(bytes, StandardCharsets.US_ASCII).lines().toList();
            if (lines.isEmpty() || lines.size() > ITEMS_MAX) {
                throw new IllegalArgumentException(lines.size() + " lines");
            }
            return new Carried(
                    lines.getFirst(), lines.stream().skip(1).map(Carried::item).toList());
        } catch (IllegalArgumentException e) {
            throw broken(e);
        }
    }

    private static Item item(String line) {
        int blank = line.indexOf(' ');
        if (blank >= 0) {
            return Item.of(VolumeId.of(line.substring(0, blank)), Vdev.of(line.substring(blank + 1)));
        }
        Part part = Part.valueOf(line);
        if (part == Part.DISK) {
            throw new IllegalArgumentException("an unfinished disk");
        }
        return Item.of(part);
    }

    static ProblemException broken(Throwable why) {
        return Problem.of(ErrorKind.INVALID, "bad-migration-stream", "The migration stream is broken.")
                .because(why);
    }
}
