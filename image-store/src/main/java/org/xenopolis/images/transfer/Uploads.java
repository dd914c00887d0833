package org.xenopolis.images.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.ImageId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.images.ImageSettings;
import org.xenopolis.images.catalog.Catalog;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.PartRole;

/** Uploads in progress; their number has a limit. */
@ApplicationScoped
public class Uploads {
    private final Catalog catalog;
    private final Intake intake;
    private final Semaphore slots;

    Uploads(Catalog catalog, Intake intake, ImageSettings settings) {
        this.catalog = catalog;
        this.intake = intake;
        this.slots = new Semaphore(settings.uploadsMax());
    }

    /** What the first message of an upload says. */
    public record Target(ImageId image, Optional<TenantId> asking, PartRole role, Optional<Digest> promised) {}

    /** @return takes the bytes; must be completed or closed */
    public Upload begin(Target target) {
        Image image = catalog.changeable(target.image(), target.asking());
        image.refusesBytes(target.role()).map(Problem::exception).ifPresent(Uploads::fail);
        if (!slots.tryAcquire()) {
            throw Problem.of(ErrorKind.UNAVAILABLE, "too-many-uploads", "Too many uploads at once; try again later.")
                    .exception();
        }
        try {
            return new Upload(intake.begin(image, target.role(), target.promised()), slots);
        } catch (RuntimeException e) {
            slots.release();
            throw e;
        }
    }

    private static void fail(ProblemException refusal) {
        throw refusal;
    }
}
