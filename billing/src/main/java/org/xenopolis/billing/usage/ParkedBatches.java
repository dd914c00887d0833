package org.xenopolis.billing.usage;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.usage.UsageBatch;

/** Batches that no known key of their host signed, as they came: they wait for a key that did. */
@ApplicationScoped
class ParkedBatches {
    private final Clock clock;

    ParkedBatches(Clock clock) {
        this.clock = clock;
    }

    Uni<Void> add(Mutiny.Session session, List<ReceivedBatch> batches) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (ReceivedBatch batch : batches) {
            chain = chain.chain(() -> add(session, batch));
        }
        return chain;
    }

    private Uni<Void> add(Mutiny.Session session, ReceivedBatch batch) {
        return session.createNativeQuery("""
                        insert into parked_batches (host_id, payload, keys_known, parked_at)
                        select :host, :payload, (select count(*) from host_keys where host_id = :host), :now
                        """)
                .setParameter("host", batch.host().value())
                .setParameter("payload", batch.message().toByteArray())
                .setParameter("now", clock.instant())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Takes out batches of hosts that have got another key since. */
    Uni<List<UsageBatch>> takeReady(Mutiny.Session session, int max) {
        return session.createNativeQuery("""
                        delete from parked_batches where id in (
                            select p.id from parked_batches p
                            where p.keys_known < (select count(*) from host_keys k where k.host_id = p.host_id)
                            order by p.id limit :max for update skip locked)
                        returning payload
                        """, byte[].class)
                .setParameter("max", max)
                .getResultList()
                .map(payloads -> payloads.stream().map(ParkedBatches::parse).toList());
    }

    /** How many batches of the host wait. */
    Uni<Long> count(Mutiny.Session session, UUID host) {
        return session.createNativeQuery("select count(*) from parked_batches where host_id = :host", Long.class)
                .setParameter("host", host)
                .getSingleResult();
    }

    private static UsageBatch parse(byte[] payload) {
        try {
            return UsageBatch.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a parked batch was parsed before", e);
        }
    }
}
