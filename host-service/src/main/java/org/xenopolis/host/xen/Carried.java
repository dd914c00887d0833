package org.xenopolis.host.xen;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.xen.dom0.Vdev;

/**
 * What a migration brings besides memory, as its header says it. The receiver takes no path from it, and no volume that it
 * was not told of.
 *
 * @param boot how the image boots
 * @param volumes and what each is called inside
 */
record Carried(String boot, Map<VolumeId, Vdev> volumes) {
    private static final int LINES_MAX = 32;

    Carried {
        volumes = Map.copyOf(volumes);
    }

    /** @param base64 of lines: how it boots, then a file each, a volume with its name inside */
    static Carried of(String base64) {
        List<String> lines = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            throw new IllegalArgumentException(lines.size() + " lines");
        }
        Map<VolumeId, Vdev> volumes = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int blank = line.indexOf(' ');
            if (blank >= 0) {
                volumes.put(VolumeId.of(line.substring(0, blank)), Vdev.of(line.substring(blank + 1)));
            }
        }
        return new Carried(lines.getFirst(), volumes);
    }

    static ProblemException broken(Throwable why) {
        return Problem.of(ErrorKind.INVALID, "bad-migration-stream", "The migration stream is broken.")
                .because(why);
    }
}
