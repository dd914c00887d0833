package org.xenopolis.host.images;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ManifestText;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.images.BootFact;
import org.xenopolis.contracts.images.ImageKind;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.Part;
import org.xenopolis.contracts.images.PartRole;
import org.xenopolis.host.driver.DiskSource;

/** What a manifest says, once it is known to be the one that was asked for. */
final class Manifests {
    private Manifests() {}

    /**
     * The manifest, under the digest that its own text has: whatever the sender said of itself is not read.
     *
     * @throws ProblemException UNAVAILABLE when it is another one than that
     */
    static Manifest require(Digest wanted, Manifest received) {
        if (!isOf(wanted, received)) {
            throw corrupt();
        }
        return received.toBuilder().setManifestDigest(wanted.value()).build();
    }

    static boolean isOf(Digest digest, Manifest manifest) {
        try {
            return Digest.ofSha256(Sha256.of(ManifestText.canonical(manifest))).equals(digest);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static DiskSource.Role role(Part part) {
        return switch (part.getRole()) {
            case ROLE_DISK -> DiskSource.Role.DISK;
            case ROLE_KERNEL -> DiskSource.Role.KERNEL;
            case ROLE_RAMDISK -> DiskSource.Role.RAMDISK;
            case PART_ROLE_UNSPECIFIED, UNRECOGNIZED -> throw corrupt();
        };
    }

    static DiskSource.Wish wish(Manifest manifest) {
        return switch (manifest.getVirtualization()) {
            case VIRTUALIZATION_AUTO -> DiskSource.Wish.AUTO;
            case VIRTUALIZATION_PV -> DiskSource.Wish.PV;
            case VIRTUALIZATION_PVH -> DiskSource.Wish.PVH;
            case VIRTUALIZATION_HVM -> DiskSource.Wish.HVM;
            case UNRECOGNIZED -> throw corrupt();
        };
    }

    /** Of its kernel, or of its disk where it has none. */
    static Set<DiskSource.Fact> bootFacts(Manifest manifest) {
        PartRole boots = manifest.getKind() == ImageKind.KERNEL_RAMDISK ? PartRole.ROLE_KERNEL : PartRole.ROLE_DISK;
        return manifest.getPartsList().stream()
                .filter(part -> part.getRole() == boots)
                .flatMap(part -> part.getBootFactsList().stream())
                .map(Manifests::fact)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static DiskSource.Fact fact(BootFact fact) {
        return switch (fact) {
            case FACT_EXAMINED -> DiskSource.Fact.EXAMINED;
            case FACT_PV_ENTRY -> DiskSource.Fact.PV_ENTRY;
            case FACT_PVH_ENTRY -> DiskSource.Fact.PVH_ENTRY;
            case FACT_PARTITION_TABLE -> DiskSource.Fact.PARTITION_TABLE;
            case FACT_BOOT_CODE -> DiskSource.Fact.BOOT_CODE;
            case FACT_UNSPECIFIED, UNRECOGNIZED -> throw corrupt();
        };
    }

    static List<Digest> blobs(Manifest manifest) {
        return manifest.getPartsList().stream()
                .map(part -> Digest.of(part.getDigest()))
                .distinct()
                .toList();
    }

    static ProblemException corrupt() {
        return Problem.of(ErrorKind.UNAVAILABLE, "image-corrupt", "The image arrived damaged; try again.")
                .exception();
    }
}
