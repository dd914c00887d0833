package org.xenopolis.billing.usage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Intake;
import org.xenopolis.billing.core.ProvenLine;
import org.xenopolis.billing.core.RatedLine;
import org.xenopolis.cluster.TenantId;

/** Where proven lines go: to the rated ones or into quarantine. */
@ApplicationScoped
class LineStore {
    private final RatedLineTable rated;
    private final QuarantinedLines quarantine;

    LineStore(RatedLineTable rated, QuarantinedLines quarantine) {
        this.rated = rated;
        this.quarantine = quarantine;
    }

    Uni<StoredLines> stored(Mutiny.Session session, List<ProvenLine> lines) {
        return StoredLines.read(session, lines, quarantine);
    }

    Uni<Void> insert(Mutiny.Session session, List<RatedLine> lines, Map<TenantId, UUID> entries) {
        return rated.insert(session, lines, entries);
    }

    Uni<Void> quarantine(Mutiny.Session session, List<Intake.Held> held) {
        return quarantine.add(session, held);
    }
}
