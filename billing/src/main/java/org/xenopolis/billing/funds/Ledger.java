package org.xenopolis.billing.funds;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.LedgerEntry;
import org.xenopolis.cluster.TenantId;

/** The books: entries are added and never changed. */
@ApplicationScoped
public class Ledger {
    /**
     * An entry to be written.
     *
     * @param reference one per tenant and kind: what makes a repetition visible
     */
    public record Draft(UUID id, TenantId tenant, String reference, String cause, LedgerEntry entry) {}

    private record Row(UUID entry, LedgerEntry.Posting posting) {}

    /** Fails with a duplicate (see StoreFailures) when a reference was used before. */
    public Uni<Void> write(Mutiny.Session session, List<Draft> drafts, Instant now) {
        return drafts.isEmpty()
                ? Uni.createFrom().voidItem()
                : writeEntries(session, drafts, now).chain(() -> writePostings(session, drafts));
    }

    private static Uni<Integer> writeEntries(Mutiny.Session session, List<Draft> drafts, Instant now) {
        return session.createNativeQuery("""
                insert into ledger_entries (id, kind, tenant_id, reference, cause, occurred_at)
                select n.id, n.kind, n.tenant_id, n.reference, n.cause, :now
                from unnest(cast(:ids as uuid[]), cast(:kinds as text[]), cast(:tenants as uuid[]),
                            cast(:references as text[]), cast(:causes as text[]))
                     as n(id, kind, tenant_id, reference, cause)
                """)
                .setParameter("ids", drafts.stream().map(Draft::id).toArray(UUID[]::new))
                .setParameter(
                        "kinds",
                        drafts.stream().map(d -> d.entry().kind().name()).toArray(String[]::new))
                .setParameter(
                        "tenants", drafts.stream().map(d -> d.tenant().value()).toArray(UUID[]::new))
                .setParameter(
                        "references", drafts.stream().map(Draft::reference).toArray(String[]::new))
                .setParameter("causes", drafts.stream().map(Draft::cause).toArray(String[]::new))
                .setParameter("now", now)
                .executeUpdate();
    }

    private static Uni<Void> writePostings(Mutiny.Session session, List<Draft> drafts) {
        List<Row> rows = new ArrayList<>();
        drafts.forEach(draft -> draft.entry().postings().forEach(posting -> rows.add(new Row(draft.id(), posting))));
        return session.createNativeQuery("""
                insert into postings (entry_id, account, micros)
                select * from unnest(cast(:entries as uuid[]), cast(:accounts as text[]), cast(:micros as bigint[]))
                """)
                .setParameter("entries", rows.stream().map(Row::entry).toArray(UUID[]::new))
                .setParameter(
                        "accounts",
                        rows.stream().map(r -> r.posting().account()).toArray(String[]::new))
                .setParameter(
                        "micros", rows.stream().map(r -> r.posting().micros()).toArray(Long[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
