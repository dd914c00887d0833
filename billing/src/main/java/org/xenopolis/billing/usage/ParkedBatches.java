package org.xenopolis.billing.usage;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.usage.UsageBatch;

/** Batches that no known key of their host signed, as they came: they wait for a key that did. */
@ApplicationScoped
class ParkedBatches {
    private final Clock clock;

    ParkedBatches(Clock clock) {
        this.clock = clock;
    }

    Uni<Void> add(Mutiny.Session session, List<ReceivedBatch> batches, Map<HostId, HostKeys.Ring> tried) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (ReceivedBatch batch : batches) {
            long triedKey = tried.getOrDefault(batch.host(), HostKeys.Ring.NONE).newest();
            chain = chain.chain(() -> add(session, batch, triedKey));
        }
        return chain;
    }

    private Uni<Void> add(Mutiny.Session session, ReceivedBatch batch, long triedKey) {
        return session.createNativeQuery("insert into parked_batches (host_id, payload, tried_key, parked_at)"
                        + " values (:host, :payload, :key, :now)")
                .setParameter("host", batch.host().value())
                .setParameter("payload", batch.message().toByteArray())
                .setParameter("key", triedKey)
                .setParameter("now", clock.instant())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Takes out batches of hosts that have got another key since. */
    Uni<List<UsageBatch>> takeReady(Mutiny.Session session, int max) {
        return session.createNativeQuery("""
                        delete from parked_batches where id in (
                            select p.id from parked_batches p
                            where exists (select from host_keys k where k.host_id = p.host_id and k.number > p.tried_key)
                            order by p.id limit :max for update skip locked)
                        returning payload
                        """, byte[].class)
                .setParameter("max", max)
                .getResultList()
                .map(payloads -> payloads.stream().map(ParkedBatches::parse).toList());
    }

    private static UsageBatch parse(byte[] payload) {
        try {
            return UsageBatch.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a parked batch was parsed before", e);
        }
    }
}
