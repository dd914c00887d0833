package org.xenopolis.images.blobs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.Digest;
import org.xenopolis.store.Transactions;

@ApplicationScoped
class HibernateBlobRecords implements BlobRecords {
    private static final String UNNAMED = """
            touched_at < :before
            and not exists (select 1 from parts p where p.arrived_digest = b.digest or p.stored_digest = b.digest)
            and not exists (select 1 from images i where i.manifest_digest = b.digest)""";

    private final Transactions transactions;

    HibernateBlobRecords(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public UUID owner() {
        return transactions.read(session ->
                session.createNativeQuery("select id from owner", UUID.class).getSingleResult());
    }

    @Override
    public void stored(BlobSummary blob, Instant now) {
        transactions.call(session -> session.createNativeQuery("""
                        insert into blobs (digest, size_bytes, chunk_list, damaged, touched_at, verified_at)
                        values (:digest, :size, :chunks, false, :now, :now)
                        on conflict (digest) do update set damaged = false, touched_at = :now""")
                .setParameter("digest", blob.digest().value())
                .setParameter("size", blob.sizeBytes())
                .setParameter("chunks", blob.chunkList().value())
                .setParameter("now", now)
                .executeUpdate());
    }

    @Override
    public Optional<BlobSummary> find(Digest digest) {
        return transactions.read(session -> session.find(BlobRow.class, digest.value())
                .map(row -> Optional.ofNullable(row).map(BlobRow::summary)));
    }

    @Override
    public Optional<BlobSummary> findFetchable(Digest digest) {
        return first(digest, """
                select b.* from blobs b where b.digest = :digest and not b.damaged and (
                    exists (select 1 from images i where i.manifest_digest = b.digest and i.state = 'READY')
                    or exists (select 1 from parts p join images i on i.id = p.image_id
                               where p.stored_digest = b.digest and i.state = 'READY'))""");
    }

    private Optional<BlobSummary> first(Digest digest, String sql) {
        return transactions.call(session -> session.createNativeQuery(sql, BlobRow.class)
                .setParameter("digest", digest.value())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(BlobRow::summary)));
    }

    @Override
    public void damaged(Digest digest) {
        transactions.call(session -> session.createNativeQuery("update blobs set damaged = true where digest = :digest")
                .setParameter("digest", digest.value())
                .executeUpdate());
    }

    @Override
    public void verified(Digest digest, Instant now) {
        transactions.call(session -> session.createNativeQuery(
                        "update blobs set damaged = false, verified_at = :now where digest = :digest")
                .setParameter("digest", digest.value())
                .setParameter("now", now)
                .executeUpdate());
    }

    @Override
    public List<BlobSummary> longestUnverified(Instant checkedBefore, int countMax) {
        return transactions.read(session -> session.createSelectionQuery(
                        "from BlobRow where not damaged and verifiedAt < :before order by verifiedAt", BlobRow.class)
                .setParameter("before", checkedBefore)
                .setMaxResults(countMax)
                .getResultList()
                .map(rows -> rows.stream().map(BlobRow::summary).toList()));
    }

    @Override
    public List<Digest> unnamed(Instant storedBefore, int countMax) {
        return transactions.read(
                session -> session.createNativeQuery("select b.digest from blobs b where " + UNNAMED, String.class)
                        .setParameter("before", storedBefore)
                        .setMaxResults(countMax)
                        .getResultList()
                        .map(rows -> rows.stream().map(Digest::of).toList()));
    }

    @Override
    public boolean forget(Digest digest, Instant storedBefore) {
        return transactions.call(session -> forget(session, digest, storedBefore)) == 1;
    }

    private static Uni<Integer> forget(Mutiny.Session session, Digest digest, Instant storedBefore) {
        return session.createNativeQuery("delete from blobs b where b.digest = :digest and " + UNNAMED)
                .setParameter("digest", digest.value())
                .setParameter("before", storedBefore)
                .executeUpdate();
    }
}
