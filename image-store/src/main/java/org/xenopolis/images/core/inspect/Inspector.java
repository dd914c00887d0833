package org.xenopolis.images.core.inspect;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.inspect.Inspection.Accepted;
import org.xenopolis.images.core.inspect.Inspection.Refused;

/**
 * Says what a file is, from a bounded number of its bytes and never from its name. Exactly one format may match, and it
 * must be one that the part may have (CVE-2024-32498, CVE-2024-40767: a file that is two things is an attack).
 */
public final class Inspector {
    static final int SECTOR_BYTES = 512;

    private static final Set<Signature> KERNELS = EnumSet.of(Signature.BZIMAGE, Signature.ELF);
    private static final Set<Signature> RAMDISKS =
            EnumSet.of(Signature.CPIO, Signature.GZIP, Signature.XZ, Signature.ZSTD);

    private final InspectionLimits limits;

    public Inspector(InspectionLimits limits) {
        this.limits = limits;
    }

    public Inspection inspect(PartRole role, ByteView file) {
        if (file.size() == 0) {
            return new Refused("The " + role.word() + " is empty.");
        }
        Set<Signature> found = Signature.in(file);
        if (found.size() > 1) {
            return new Refused("The " + role.word() + " carries the marks of more than one format ("
                    + found.stream().map(Signature::word).collect(Collectors.joining(", ")) + ").");
        }
        return switch (role) {
            case DISK -> disk(file, found);
            case KERNEL -> kernel(file, found);
            case RAMDISK -> ramdisk(file, found);
        };
    }

    private Inspection disk(ByteView file, Set<Signature> found) {
        if (found.contains(Signature.QCOW)) {
            return Qcow2Header.inspect(file, limits);
        }
        if (!found.isEmpty()) {
            return wrong("disk", found, "raw or qcow2");
        }
        if (file.size() % SECTOR_BYTES != 0) {
            return new Refused("The disk is no whole number of 512-byte sectors, and no other format that is known.");
        }
        if (file.size() > limits.diskBytesMax()) {
            return new Refused("The disk is larger than " + limits.diskBytesMax() + " bytes.");
        }
        return new Accepted(Format.RAW, file.size(), DiskBoot.facts(file));
    }

    private static Inspection kernel(ByteView file, Set<Signature> found) {
        if (found.stream().noneMatch(KERNELS::contains)) {
            return wrong("kernel", found, "a Linux bzImage or an ELF kernel");
        }
        return found.contains(Signature.ELF) ? ElfKernel.inspect(file) : BzImage.inspect(file);
    }

    private static Inspection ramdisk(ByteView file, Set<Signature> found) {
        if (found.stream().noneMatch(RAMDISKS::contains)) {
            return wrong("ramdisk", found, "a cpio archive, plain or compressed with gzip, xz or zstd");
        }
        return Ramdisk.inspect(file, found.iterator().next());
    }

    private static Inspection wrong(String part, Set<Signature> found, String wanted) {
        String what = found.isEmpty()
                ? "of a format that is not known"
                : found.iterator().next().word();
        return new Refused("The " + part + " is " + what + "; it must be " + wanted + ".");
    }
}
