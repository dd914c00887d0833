package org.xenopolis.gateway.mutations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.core.IdempotencyRule;

/** The table of idempotency keys. */
@ApplicationScoped
class KeyStore {
    /** A key in its scope, with what was asked under it. */
    record Key(UUID scope, String text, byte[] requestHash) {}

    /** What is noted under a key that was seen before. */
    record Seen(Ids ids, IdempotencyRule.Noted noted) {}

    private final Clock clock;

    KeyStore(Clock clock) {
        this.clock = clock;
    }

    /** Notes key and ids and holds the key. @return whether it was new */
    Uni<Boolean> note(Mutiny.Session session, Key key, Ids ids) {
        return session.createNativeQuery("insert into idempotency_keys"
                        + " (scope, key, request_hash, entity_id, operation_id, held_until)"
                        + " values (:scope, :key, :hash, :entity, :operation, :until) on conflict do nothing")
                .setParameter("scope", key.scope())
                .setParameter("key", key.text())
                .setParameter("hash", key.requestHash())
                .setParameter("entity", ids.entity())
                .setParameter("operation", ids.operation())
                .setParameter("until", clock.instant().plus(IdempotencyRule.HOLD))
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    /** The noted key, locked; empty when it went away meanwhile. */
    Uni<Optional<Seen>> read(Mutiny.Session session, Key key) {
        return session.createNativeQuery(
                        "select request_hash, entity_id, operation_id, status, body, location, held_until"
                                + " from idempotency_keys where scope = :scope and key = :key for update",
                        Tuple.class)
                .setParameter("scope", key.scope())
                .setParameter("key", key.text())
                .getResultList()
                .map(rows -> rows.stream().findFirst().map(KeyStore::seen));
    }

    IdempotencyRule.Decision decide(Seen seen, Key key) {
        return IdempotencyRule.decide(seen.noted(), key.requestHash(), clock.instant());
    }

    Uni<Integer> hold(Mutiny.Session session, Key key) {
        return until(session, key, clock.instant().plus(IdempotencyRule.HOLD));
    }

    /** Lets a repeated request go on at once. */
    Uni<Integer> letGo(Mutiny.Session session, Key key) {
        return until(session, key, clock.instant());
    }

    private static Uni<Integer> until(Mutiny.Session session, Key key, Instant until) {
        return session.createNativeQuery(
                        "update idempotency_keys set held_until = :until where scope = :scope and key = :key")
                .setParameter("scope", key.scope())
                .setParameter("key", key.text())
                .setParameter("until", until)
                .executeUpdate();
    }

    Uni<Integer> answer(Mutiny.Session session, Key key, int status, String body, @Nullable String location) {
        return session.createNativeQuery("update idempotency_keys"
                        + " set status = :status, body = :body, location = nullif(:location, '')"
                        + " where scope = :scope and key = :key")
                .setParameter("scope", key.scope())
                .setParameter("key", key.text())
                .setParameter("status", status)
                .setParameter("body", body)
                .setParameter("location", location == null ? "" : location)
                .executeUpdate();
    }

    /** The request had no effect: the key may be used for another one. */
    Uni<Integer> forget(Mutiny.Session session, Key key) {
        return session.createNativeQuery("delete from idempotency_keys where scope = :scope and key = :key")
                .setParameter("scope", key.scope())
                .setParameter("key", key.text())
                .executeUpdate();
    }

    Uni<Integer> expire(Mutiny.Session session, Instant before) {
        return session.createNativeQuery("delete from idempotency_keys where created_at < :before")
                .setParameter("before", before)
                .executeUpdate();
    }

    private static Seen seen(Tuple row) {
        @Nullable Number status = row.get(3, Number.class);
        @Nullable String body = row.get(4, String.class);
        Optional<IdempotencyRule.Stored> stored = status == null
                ? Optional.empty()
                : Optional.of(new IdempotencyRule.Stored(
                        status.intValue(), body == null ? "" : body, Optional.ofNullable(row.get(5, String.class))));
        return new Seen(
                new Ids(row.get(1, UUID.class), row.get(2, UUID.class)),
                new IdempotencyRule.Noted(
                        row.get(0, byte[].class),
                        stored,
                        row.get(6, OffsetDateTime.class).toInstant()));
    }
}
