package org.xenopolis.host.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.xenopolis.cluster.Digest;

/**
 * A verified image on this host, from which a disk is made.
 *
 * @param manifest names the image
 * @param parts its files, each already hashed against its digest
 * @param facts of the part that it boots from: its kernel, or its disk
 */
public record DiskSource(Digest manifest, List<Part> parts, String commandLine, Wish wish, Set<Fact> facts) {
    public DiskSource {
        parts = List.copyOf(parts);
        facts = Set.copyOf(facts);
    }

    /** An image that says nothing about how it boots. */
    public DiskSource(Digest manifest, List<Part> parts, String commandLine) {
        this(manifest, parts, commandLine, Wish.AUTO, Set.of());
    }

    /** How the image wants to run. */
    public enum Wish {
        AUTO,
        PV,
        PVH,
        HVM
    }

    /** What was seen when the image was inspected. Where EXAMINED is, what is not named is not there. */
    public enum Fact {
        EXAMINED,
        PV_ENTRY,
        PVH_ENTRY,
        PARTITION_TABLE,
        BOOT_CODE
    }

    public enum Role {
        DISK,
        KERNEL,
        RAMDISK
    }

    /** @param digest of the file */
    public record Part(Role role, String format, Path file, Digest digest, long virtualBytes) {}
}
