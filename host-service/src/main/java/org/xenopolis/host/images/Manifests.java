package org.xenopolis.host.images;

import java.util.List;
import org.xenopolis.cluster.Digest;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.ManifestText;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.images.Manifest;
import org.xenopolis.contracts.images.Part;
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
