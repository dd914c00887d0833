package org.xenopolis.host.driver;

import java.nio.file.Path;
import java.util.List;
import org.xenopolis.cluster.Digest;

/**
 * A verified image on this host, from which a disk is made.
 *
 * @param manifest names the image
 * @param parts its files, each already hashed against its digest
 */
public record DiskSource(Digest manifest, List<Part> parts, String commandLine) {
    public DiskSource {
        parts = List.copyOf(parts);
    }

    public enum Role {
        DISK,
        KERNEL,
        RAMDISK
    }

    public record Part(Role role, String format, Path file, long virtualBytes) {}
}
