package org.xenopolis.images.catalog;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.ProjectId;
import org.xenopolis.cluster.TenantId;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.ImageFact;
import org.xenopolis.images.core.Image;
import org.xenopolis.images.core.ImageState;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.store.Outbox;

/** Tells the other services when an image becomes usable, unusable or is gone. */
@ApplicationScoped
class ImageFacts {
    private final Outbox outbox;
    private final IdSource ids;
    private final Clock clock;

    ImageFacts(Outbox outbox, IdSource ids, Clock clock) {
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    Uni<Void> append(Mutiny.Session session, ImageState was, Image now) {
        boolean told = !was.equals(now.state())
                && !(now.state() instanceof ImageState.Pending)
                && !(now.state() instanceof ImageState.Verifying);
        if (!told) {
            return Uni.createFrom().voidItem();
        }
        UUID eventId = ids.next();
        return outbox.append(session, Topics.IMAGE_FACTS, now.id().toString(), eventId, fact(eventId, now));
    }

    private ImageFact fact(UUID eventId, Image image) {
        return ImageFact.newBuilder()
                .setHeader(FactHeader.newBuilder()
                        .setEventId(eventId.toString())
                        .setOccurredAt(Wire.timestamp(clock.instant()))
                        .setVersion(image.generation().value())
                        .setTenantId(image.declared()
                                .tenant()
                                .map(TenantId::toString)
                                .orElse(""))
                        .setProjectId(image.declared()
                                .project()
                                .map(ProjectId::toString)
                                .orElse("")))
                .setImageId(image.id().toString())
                .setState(Wire.state(image.state()).name())
                .setManifestDigest(Wire.manifest(image.state()))
                .setSizeBytes(image.storedBytes())
                .setReason(Wire.reason(image.state()))
                .build();
    }
}
