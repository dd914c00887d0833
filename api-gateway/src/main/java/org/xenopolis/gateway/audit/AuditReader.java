package org.xenopolis.gateway.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.gateway.core.AuditChain;
import org.xenopolis.gateway.core.Paging;
import org.xenopolis.store.Transactions;

/** Reads the audit chains, and verifies them. */
@ApplicationScoped
class AuditReader {
    private static final int PAGE = 1_000;

    private final Transactions transactions;
    private final ObjectMapper json;

    AuditReader(Transactions transactions, ObjectMapper json) {
        this.transactions = transactions;
        this.json = json;
    }

    /** Newest last, by id, over all chains or one. */
    List<AuditViews.Entry> page(Optional<UUID> chain, Paging paging) {
        String mine = chain.isPresent() ? "chain = :chain and " : "";
        UUID after = paging.after() == null ? new UUID(0, 0) : paging.after();
        return transactions
                .call(session -> {
                    var query = session.createNativeQuery(
                                    "select chain, sequence, entry, previous, hash from audit_entries where " + mine
                                            + "id > :after order by id",
                                    Tuple.class)
                            .setParameter("after", after)
                            .setMaxResults(paging.limit());
                    chain.ifPresent(only -> query.setParameter("chain", only));
                    return query.getResultList();
                })
                .stream()
                .map(this::entry)
                .toList();
    }

    AuditViews.Verification verify(Optional<UUID> only) {
        List<UUID> chains = only.map(List::of).orElseGet(this::chains);
        List<AuditViews.Fault> faults = new ArrayList<>();
        long entries = 0;
        for (UUID chain : chains) {
            // One snapshot of head and entries: appends meanwhile would look like faults.
            AuditChain.Verifier verifier = new AuditChain.Verifier();
            List<AuditChain.Fault> found = transactions.call(session -> session.createNativeQuery(
                            "set transaction isolation level repeatable read")
                    .executeUpdate()
                    .chain(() -> head(session, chain))
                    .chain(head -> walk(session, chain, 0, verifier).map(ignored -> verifier.faults(head))));
            found.forEach(fault -> faults.add(new AuditViews.Fault(chain, fault.sequence(), fault.fault())));
            entries += verifier.entries();
        }
        return new AuditViews.Verification(faults.isEmpty(), chains.size(), entries, List.copyOf(faults));
    }

    private List<UUID> chains() {
        return transactions.read(
                session -> session.createNativeQuery("select chain from audit_heads order by chain", UUID.class)
                        .getResultList());
    }

    private static Uni<AuditChain.Head> head(Mutiny.Session session, UUID chain) {
        return session.createNativeQuery("select sequence, hash from audit_heads where chain = :chain", Tuple.class)
                .setParameter("chain", chain)
                .getResultList()
                .map(rows -> rows.isEmpty()
                        ? new AuditChain.Head(0, AuditChain.start())
                        : new AuditChain.Head(
                                rows.getFirst().get(0, Long.class),
                                rows.getFirst().get(1, byte[].class)));
    }

    private static Uni<Boolean> walk(Mutiny.Session session, UUID chain, long after, AuditChain.Verifier verifier) {
        return session.createNativeQuery(
                        "select sequence, entry, previous, hash from audit_entries"
                                + " where chain = :chain and sequence > :after order by sequence",
                        Tuple.class)
                .setParameter("chain", chain)
                .setParameter("after", after)
                .setMaxResults(PAGE)
                .getResultList()
                .chain(rows -> {
                    rows.forEach(row -> verifier.take(new AuditChain.Link(
                            row.get(0, Long.class),
                            row.get(1, String.class),
                            row.get(2, byte[].class),
                            row.get(3, byte[].class))));
                    return rows.size() < PAGE
                            ? Uni.createFrom().item(true)
                            : walk(session, chain, rows.getLast().get(0, Long.class), verifier);
                });
    }

    private AuditViews.Entry entry(Tuple row) {
        try {
            JsonNode entry = json.readTree(row.get(2, String.class));
            return new AuditViews.Entry(
                    row.get(0, UUID.class),
                    row.get(1, Long.class),
                    entry.path("id").asText(),
                    entry.path("at").asText(),
                    entry.path("actor").asText(),
                    entry.path("action").asText(),
                    entry.path("target").asText(),
                    entry.path("outcome").asText(),
                    HexFormat.of().formatHex(row.get(3, byte[].class)),
                    HexFormat.of().formatHex(row.get(4, byte[].class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit entry is no JSON", e);
        }
    }
}
