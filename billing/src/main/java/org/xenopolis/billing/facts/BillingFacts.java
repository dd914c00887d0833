package org.xenopolis.billing.facts;

import com.google.protobuf.Timestamp;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.contracts.facts.BillingFact;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.store.Outbox;

/** Puts facts into the outbox. */
@ApplicationScoped
public class BillingFacts {
    private final Outbox outbox;

    BillingFacts(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * @param tenant empty when the fact concerns all
     * @param version generation of the entity after the fact
     */
    public Uni<Void> append(
            Mutiny.Session session,
            String key,
            String tenant,
            long version,
            Instant now,
            Consumer<BillingFact.Builder> fact) {
        UUID event = IdSource.TIME_ORDERED.next();
        BillingFact.Builder builder = BillingFact.newBuilder()
                .setHeader(FactHeader.newBuilder()
                        .setEventId(event.toString())
                        .setOccurredAt(Timestamp.newBuilder()
                                .setSeconds(now.getEpochSecond())
                                .setNanos(now.getNano()))
                        .setVersion(version)
                        .setTenantId(tenant));
        fact.accept(builder);
        return outbox.append(session, Topics.BILLING_FACTS, key, event, builder.build())
                // Native statements do not flush what was persisted, so flush at once.
                .chain(session::flush);
    }
}
