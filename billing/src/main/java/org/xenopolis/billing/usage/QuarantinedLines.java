package org.xenopolis.billing.usage;

import com.google.protobuf.UnsafeByteOperations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Intake;
import org.xenopolis.billing.core.ProvenLine;
import org.xenopolis.billing.core.UsageChain;

/** Lines that are proven and not billed: some wait for a fact, the others for an operator; and what was decided. */
@ApplicationScoped
class QuarantinedLines {
    private final Clock clock;

    QuarantinedLines(Clock clock) {
        this.clock = clock;
    }

    Uni<Void> add(Mutiny.Session session, List<Intake.Held> lines) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (Intake.Held held : lines) {
            chain = chain.chain(() -> add(session, held));
        }
        return chain;
    }

    private Uni<Void> add(Mutiny.Session session, Intake.Held held) {
        ProvenLine line = held.line();
        return session.createNativeQuery("""
                        insert into quarantined_lines (host_id, sequence, hash, previous_hash, body, instance_id,
                            tenant_id, reason, quarantined_at)
                        values (:host, :sequence, :hash, :previous, :body, :instance, :tenant, :reason, :now)
                        on conflict (host_id, sequence, hash) do update
                        set reason = excluded.reason, quarantined_at = excluded.quarantined_at,
                            outcome = null, cause = null, decided_at = null
                        where quarantined_lines.outcome = 'BILLED'
                        """)
                .setParameter("host", line.id().host().value())
                .setParameter("sequence", line.id().sequence())
                .setParameter("hash", line.link().hash())
                .setParameter("previous", line.link().previousHash())
                .setParameter("body", line.link().body())
                .setParameter("instance", line.usage().instance().value())
                .setParameter("tenant", line.usage().tenant().value())
                .setParameter("reason", held.obstacle().name())
                .setParameter("now", clock.instant())
                .executeUpdate()
                .replaceWithVoid();
    }

    /**
     * The hashes of those lines that are here and not billed, by host and sequence: of each the line that came first,
     * not those that contradicted it.
     */
    Uni<List<Object[]>> hashes(Mutiny.Session session, UUID[] hosts, long[] sequences) {
        return session.createNativeQuery("""
                        select q.host_id, q.sequence, q.hash from quarantined_lines q
                        join unnest(cast(:hosts as uuid[]), cast(:sequences as bigint[])) as n(host_id, sequence)
                        using (host_id, sequence)
                        where q.reason <> 'SEQUENCE_CONFLICT' and q.outcome is distinct from 'BILLED'
                        order by q.quarantined_at desc
                        """, Object[].class)
                .setParameter("hosts", hosts)
                .setParameter("sequences", sequences)
                .getResultList();
    }

    /** Takes out lines for which what was missing is there now. */
    Uni<List<ProvenLine>> takeReady(Mutiny.Session session, int max) {
        return session.createNativeQuery("""
                        delete from quarantined_lines where (host_id, sequence, hash) in (
                            select q.host_id, q.sequence, q.hash from quarantined_lines q
                            where q.outcome is null
                              and ((q.reason = 'UNKNOWN_INSTANCE'
                                   and exists (select from instances i where i.instance_id = q.instance_id))
                               or (q.reason = 'UNKNOWN_ACCOUNT'
                                   and exists (select from accounts a where a.tenant_id = q.tenant_id))
                               or (q.reason = 'NO_PRICE_BOOK'
                                   and exists (select from accounts a join price_books b using (currency)
                                               where a.tenant_id = q.tenant_id)))
                            order by q.host_id, q.sequence limit :max for update skip locked)
                        returning previous_hash, body, hash
                        """, Object[].class)
                .setParameter("max", max)
                .getResultList()
                .map(rows -> rows.stream().map(QuarantinedLines::line).toList());
    }

    /**
     * Takes a line on which nobody has decided, as one that is billed; if it is not after all, {@link #add} holds it
     * again.
     */
    Uni<Optional<ProvenLine>> takeAsBilled(Mutiny.Session session, UUID id, String cause) {
        return session.createNativeQuery(
                        "update quarantined_lines set outcome = 'BILLED', cause = :cause,"
                                + " decided_at = :now where id = :id and outcome is null"
                                + " returning previous_hash, body, hash",
                        Object[].class)
                .setParameter("cause", cause)
                .setParameter("now", clock.instant())
                .setParameter("id", id)
                .getResultList()
                .map(rows -> rows.stream().map(QuarantinedLines::line).findFirst());
    }

    /** It is never billed; does nothing to a line that somebody has decided on. */
    Uni<Integer> discard(Mutiny.Session session, UUID id, String cause) {
        return session.createNativeQuery("update quarantined_lines set outcome = 'DISCARDED', cause = :cause,"
                        + " decided_at = :now where id = :id and outcome is null")
                .setParameter("cause", cause)
                .setParameter("now", clock.instant())
                .setParameter("id", id)
                .executeUpdate();
    }

    private static ProvenLine line(Object[] row) {
        byte[] body = (byte[]) row[1];
        return new ProvenLine(
                UsageBodies.parse(UnsafeByteOperations.unsafeWrap(body)),
                new UsageChain.Link((byte[]) row[0], body, (byte[]) row[2]));
    }
}
