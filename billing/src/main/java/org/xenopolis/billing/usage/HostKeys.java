package org.xenopolis.billing.usage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;

/**
 * The keys with which hosts sign, from their enrolments. A host gets a new key with each new certificate; what it signed
 * with the one before may still be on its way, so that one stays good for a while.
 */
@ApplicationScoped
class HostKeys {
    /** How long usage may be on its way after the key changed. */
    static final Duration SUPERSEDED_LIFE = Duration.ofDays(7);

    /** The keys of one host. @param newest grows with each enrolment; zero when there is none */
    record Ring(List<PublicKey> keys, long newest) {
        static final Ring NONE = new Ring(List.of(), 0);
    }

    private static final int CACHE_MAX = 10_000;

    private final Map<ByteBuffer, PublicKey> decoded = new ConcurrentHashMap<>();
    private final Clock clock;

    HostKeys(Clock clock) {
        this.clock = clock;
    }

    /** Hosts without a key are missing. */
    Uni<Map<HostId, Ring>> of(Mutiny.Session session, Collection<HostId> hosts) {
        return session.createNativeQuery(
                        "select host_id, key_der, number from host_keys where host_id = any(cast(:hosts as uuid[]))"
                                + " and (superseded_at is null or superseded_at > :since)"
                                + " order by superseded_at desc nulls first",
                        Object[].class)
                .setParameter("hosts", hosts.stream().map(HostId::value).toArray(UUID[]::new))
                .setParameter("since", clock.instant().minus(SUPERSEDED_LIFE))
                .getResultList()
                .map(rows -> {
                    Map<HostId, Ring> rings = new HashMap<>();
                    rows.forEach(row -> rings.merge(
                            new HostId((UUID) row[0]),
                            new Ring(List.of(decode((byte[]) row[1])), (Long) row[2]),
                            HostKeys::joined));
                    return rings;
                });
    }

    private static Ring joined(Ring one, Ring other) {
        List<PublicKey> keys = new ArrayList<>(one.keys());
        keys.addAll(other.keys());
        return new Ring(keys, Math.max(one.newest(), other.newest()));
    }

    /** Fails with a problem of kind INVALID when the bytes are no key. */
    Uni<Void> enrol(Mutiny.Session session, HostId host, byte[] keyDer) {
        decode(keyDer);
        Instant now = clock.instant();
        return session.createNativeQuery("""
                        insert into host_keys (host_id, key_der, enrolled_at) values (:host, :key, :now)
                        on conflict (host_id, key_der) do update set superseded_at = null, number = default
                        """)
                .setParameter("host", host.value())
                .setParameter("key", keyDer)
                .setParameter("now", now)
                .executeUpdate()
                .chain(() -> session.createNativeQuery("update host_keys set superseded_at = :now"
                                + " where host_id = :host and key_der <> :key and superseded_at is null")
                        .setParameter("host", host.value())
                        .setParameter("key", keyDer)
                        .setParameter("now", now)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private PublicKey decode(byte[] der) {
        if (decoded.size() > CACHE_MAX) {
            decoded.clear();
        }
        return decoded.computeIfAbsent(ByteBuffer.wrap(der), bytes -> {
            try {
                return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                throw Problem.of(ErrorKind.INVALID, "bad-signing-key", "A host's signing key is no EC key.")
                        .because(e);
            }
        });
    }
}
