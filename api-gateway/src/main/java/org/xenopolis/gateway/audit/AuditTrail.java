package org.xenopolis.gateway.audit;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.gateway.core.CanonicalJson;
import org.xenopolis.gateway.edge.Caller;
import org.xenopolis.kit.ids.IdSource;

/**
 * Appends to the audit chains. The head's row is locked from here to the end of the transaction, so this is the last
 * thing that a transaction does.
 */
@ApplicationScoped
public class AuditTrail {
    // PostgreSQL hashes what AuditChain.hash hashes, so that one statement reads the head, moves it and adds the entry.
    private static final String APPEND = "with head as (update audit_heads"
            + " set sequence = sequence + 1, previous = hash, hash = sha256(hash || convert_to(:entry, 'UTF8'))"
            + " where chain = :chain returning sequence, previous, hash)"
            + " insert into audit_entries (chain, sequence, id, entry, previous, hash)"
            + " select cast(:chain as uuid), sequence, cast(:id as uuid), cast(:entry as text), previous, hash from head";

    private final Clock clock;
    private final IdSource ids;

    AuditTrail(Clock clock, IdSource ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** @param outcome {@code accepted}, or {@code refused:<code>} when nothing came of it after all */
    public Uni<Void> append(Mutiny.Session session, Caller caller, String action, String target, String outcome) {
        UUID id = ids.next();
        String entry = CanonicalJson.write(Map.of(
                "id", id.toString(),
                "at", clock.instant().truncatedTo(ChronoUnit.MICROS).toString(),
                "actor", caller.subject(),
                "chain", caller.scope().toString(),
                "action", action,
                "target", target,
                "outcome", outcome));
        return session.createNativeQuery(APPEND)
                .setParameter("entry", entry)
                .setParameter("chain", caller.scope())
                .setParameter("id", id)
                .executeUpdate()
                .invoke(rows -> {
                    if (rows != 1) {
                        throw new IllegalStateException("there is no audit chain " + caller.scope());
                    }
                })
                .replaceWithVoid();
    }

    /** A tenant's chain begins with the tenant. */
    public Uni<Void> open(Mutiny.Session session, UUID chain) {
        return session.createNativeQuery("insert into audit_heads (chain, sequence, previous, hash)"
                        + " values (:chain, 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))"
                        + " on conflict do nothing")
                .setParameter("chain", chain)
                .executeUpdate()
                .replaceWithVoid();
    }
}
