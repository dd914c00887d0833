package org.xenopolis.billing.usage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.Usage;
import org.xenopolis.cluster.HostId;

/** How far each host's chain has come, the signatures over it, and how much of it is missing. */
@ApplicationScoped
class HostChains {
    private record Progress(long last, long lines) {
        Progress with(Usage.LineId line) {
            return new Progress(Math.max(last, line.sequence()), lines + 1);
        }
    }

    /** @param received each distinct line once, when it comes for the first time */
    Uni<Void> advance(Mutiny.Session session, List<Usage.LineId> received) {
        Map<HostId, Progress> byHost = new TreeMap<>();
        received.forEach(line -> byHost.put(
                line.host(),
                byHost.getOrDefault(line.host(), new Progress(0, 0)).with(line)));
        return session.createNativeQuery("""
                        insert into host_chains as c (host_id, last_sequence, lines)
                        select * from unnest(cast(:hosts as uuid[]), cast(:lasts as bigint[]), cast(:lines as bigint[]))
                        on conflict (host_id) do update
                        set last_sequence = greatest(c.last_sequence, excluded.last_sequence),
                            lines = c.lines + excluded.lines
                        """)
                .setParameter(
                        "hosts", byHost.keySet().stream().map(HostId::value).toArray(UUID[]::new))
                .setParameter(
                        "lasts",
                        byHost.values().stream().mapToLong(Progress::last).toArray())
                .setParameter(
                        "lines",
                        byHost.values().stream().mapToLong(Progress::lines).toArray())
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Void> keepSignatures(Mutiny.Session session, List<ReceivedBatch> batches) {
        return session.createNativeQuery("""
                        insert into usage_batches (host_id, first_sequence, last_sequence, signature)
                        select n.host_id, n.first, n.last, decode(n.signature, 'base64')
                        from unnest(cast(:hosts as uuid[]), cast(:firsts as bigint[]), cast(:lasts as bigint[]),
                                    cast(:signatures as text[])) as n(host_id, first, last, signature)
                        on conflict do nothing
                        """)
                .setParameter(
                        "hosts", batches.stream().map(b -> b.host().value()).toArray(UUID[]::new))
                .setParameter(
                        "firsts",
                        batches.stream()
                                .mapToLong(b -> b.lines().getFirst().id().sequence())
                                .toArray())
                .setParameter(
                        "lasts",
                        batches.stream()
                                .mapToLong(b -> b.lines().getLast().id().sequence())
                                .toArray())
                .setParameter(
                        "signatures",
                        batches.stream()
                                .map(b -> Base64.getEncoder()
                                        .encodeToString(
                                                b.message().getSignature().toByteArray()))
                                .toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
