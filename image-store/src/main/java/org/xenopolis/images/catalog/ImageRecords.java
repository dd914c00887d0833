package org.xenopolis.images.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.Transition;

/** The images of all tenants. */
public interface ImageRecords {
    enum Creation {
        CREATED,
        ID_TAKEN,
        TOO_MANY
    }

    Creation create(Image image, int tenantImagesMax);

    Optional<Image> find(ImageId id);

    Optional<Image> findByManifest(Digest manifest);

    /**
     * Reads the image, decides, writes if nobody wrote since, and tells the world, all in one transaction; decides
     * again when somebody was faster. The decision may run several times.
     *
     * @throws org.xenopolis.contracts.ProblemException when the decision refuses, or the image does not exist
     */
    Image change(ImageId id, Function<Image, Transition> decision);

    /** @param tenant empty for all; with a tenant, shared images of others are in the list too */
    List<Image> page(Optional<TenantId> tenant, Optional<ProjectId> project, Optional<ImageId> after, int limit);

    /** Bytes that the tenant's images name, each image on its own, and those they stopped naming since then. */
    long bytesOf(TenantId tenant, Instant freedSince);

    List<ImageId> verifying();

    /** Images that still wait for an import. */
    List<ImageId> importing();

    List<ImageId> pendingSince(Instant before);

    /** Ready images that name these bytes. */
    List<ImageId> readyWith(Digest blob);
}
