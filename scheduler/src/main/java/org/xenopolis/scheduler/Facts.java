package org.xenopolis.scheduler;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.common.FactHeader;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.store.Outbox;

/** Puts a header on a fact and the fact into the outbox. */
@ApplicationScoped
public class Facts {
    private final Outbox outbox;

    Facts(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Whom a fact is about: the key it is ordered by, its version, and the tenant, empty where none is concerned. */
    public record About(String key, long version, String tenant, String project) {
        public static About host(String host, long generation) {
            return new About(host, generation, "", "");
        }
    }

    public Uni<Void> append(
            Mutiny.Session session, String topic, About about, Function<FactHeader, ? extends Message> fact) {
        UUID id = IdSource.TIME_ORDERED.next();
        Instant now = Instant.now();
        FactHeader header = FactHeader.newBuilder()
                .setEventId(id.toString())
                .setOccurredAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setVersion(about.version())
                .setTenantId(about.tenant())
                .setProjectId(about.project())
                .build();
        return outbox.append(session, topic, about.key(), id, fact.apply(header));
    }
}
