package org.xenopolis.host.xen;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.xen.dom0.Command.Part;
import org.xenopolis.host.xen.dom0.Vdev;

/**
 * What a migration brings besides memory, as its header says it. The receiver takes no path from it, and no volume that it
 * was not told of.
 *
 * @param boot how the image boots
 * @param shared boot files that other instances may have too, and what each is said to be
 * @param volumes and what each is called inside
 */
record Carried(String boot, Map<Part, Digest> shared, Map<VolumeId, Vdev> volumes) {
    private static final int LINES_MAX = 32;
    private static final Set<Part> SHARED = EnumSet.of(Part.KERNEL, Part.RAMDISK);
    private static final String NO_DIGEST = "-";

    Carried {
        shared = Map.copyOf(shared);
        volumes = Map.copyOf(volumes);
    }

    /**
     * @param base64 of lines: how it boots, then a file each: its kind, its size in bytes, and the digest (64 hexadecimal
     *     digits, or -) of a boot file, or the id of a volume and its name inside
     */
    static Carried of(String base64) {
        List<String> lines = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            throw new IllegalArgumentException(lines.size() + " lines");
        }
        Map<Part, Digest> shared = new EnumMap<>(Part.class);
        Map<VolumeId, Vdev> volumes = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            if (words[0].equals("volume")) {
                volumes.put(VolumeId.of(words[2]), Vdev.of(words[3]));
            }
            for (Part part : SHARED) {
                if (words[0].equals(part.fileName()) && !words[2].equals(NO_DIGEST)) {
                    shared.put(part, Digest.of("sha256:" + words[2]));
                }
            }
        }
        return new Carried(lines.getFirst(), shared, volumes);
    }

    static ProblemException broken(Throwable why) {
        return Problem.of(ErrorKind.INVALID, "bad-migration-stream", "The migration stream is broken.")
                .because(why);
    }
}
