package org.xenopolis.images.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.images.blobs.ChunkDigests;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageState;
import org.xenopolis.images.core.Manifest;
import org.xenopolis.images.core.Transition;

/** Images as one asker sees them. What the asker may not see does not exist for it. */
@ApplicationScoped
public class Catalog {
    /** Why an import whose process ended is rejected. */
    public static final String INTERRUPTED =
            "The import was interrupted by a restart of the image store; create the image again.";

    static final String DAMAGE = "The stored bytes of this image are damaged; they are being looked after.";

    private final ImageRecords records;
    private final ImageSettings settings;
    private final Clock clock;

    public Catalog(ImageRecords records, ImageSettings settings, Clock clock) {
        this.records = records;
        this.settings = settings;
        this.clock = clock;
    }

    /** The same declaration again is answered with the image that is there. */
    public Image create(Image image) {
        return switch (records.create(image, settings.tenantImagesMax())) {
            case CREATED -> image;
            case ID_TAKEN -> again(image);
            case TOO_MANY ->
                throw Problem.of(
                                ErrorKind.QUOTA,
                                "too-many-images",
                                "A tenant may have " + settings.tenantImagesMax() + " images; delete one first.")
                        .exception();
        };
    }

    private Image again(Image wanted) {
        Image there = records.find(wanted.id()).orElseThrow(HibernateImageRecords::notFound);
        boolean same = there.declared().tenant().equals(wanted.declared().tenant())
                && there.declared().project().equals(wanted.declared().project())
                && there.declared().name().equals(wanted.declared().name())
                && there.declared().kind() == wanted.declared().kind()
                && there.declared().shared() == wanted.declared().shared()
                && there.declared().commandLine().equals(wanted.declared().commandLine())
                && there.declared().virtualization() == wanted.declared().virtualization();
        if (!same) {
            throw Problem.of(ErrorKind.CONFLICT, "image-exists", "Another image has this id.")
                    .exception();
        }
        return there;
    }

    public Image visible(ImageId id, Optional<TenantId> asking) {
        return found(id, asking)
                .filter(image -> !(image.state() instanceof ImageState.Deleted))
                .orElseThrow(HibernateImageRecords::notFound);
    }

    private Optional<Image> found(ImageId id, Optional<TenantId> asking) {
        return records.find(id).filter(image -> image.declared().visibleTo(asking));
    }

    public Image changeable(ImageId id, Optional<TenantId> asking) {
        return owned(visible(id, asking), asking);
    }

    /** A shared image of others is visible, so an honest refusal tells nothing new. */
    private static Image owned(Image image, Optional<TenantId> asking) {
        if (!image.declared().changeableBy(asking)) {
            throw Problem.of(ErrorKind.FORBIDDEN, "image-not-yours", "This image belongs to somebody else.")
                    .exception();
        }
        return image;
    }

    public Image change(ImageId id, Function<Image, Transition> decision) {
        return records.change(id, decision);
    }

    /** Deleting twice is answered like deleting once. */
    public Image delete(ImageId id, Optional<TenantId> asking) {
        Image ignored = owned(found(id, asking).orElseThrow(HibernateImageRecords::notFound), asking);
        return records.change(id, Image::deleted);
    }

    public List<Image> page(
            Optional<TenantId> asking, Optional<ProjectId> project, Optional<ImageId> after, int limit) {
        return records.page(asking, project, after, limit);
    }

    /** What a host needs, checked against the digest by which it asks. */
    public Manifest manifest(Digest digest) {
        Manifest manifest = records.findByManifest(digest)
                .map(Image::manifest)
                .orElseThrow(
                        () -> Problem.of(ErrorKind.NOT_FOUND, "manifest-not-found", "No ready image has this manifest.")
                                .exception());
        if (!ChunkDigests.of(manifest.canonical()).equals(digest)) {
            throw Problem.of(ErrorKind.INTERNAL, "manifest-damaged", "The record of this image is damaged.")
                    .exception();
        }
        return manifest;
    }

    /** Bytes of the tenant's images; those of a deleted one count until the sweeper may have removed them. */
    public long bytesOf(TenantId tenant) {
        return records.bytesOf(tenant, clock.instant().minus(settings.blobGrace()));
    }

    /** Takes every ready image that names these bytes out of use. */
    public void damaged(Digest blob) {
        records.readyWith(blob).forEach(id -> records.change(id, image -> image.damaged(DAMAGE)));
    }
}
