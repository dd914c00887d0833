package org.xenopolis.gateway.keypairs;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.gateway.edge.Problems;

/** The public keys behind a tenant's key pairs. */
@ApplicationScoped
public class KeyPairs {
    /** Fails with NOT_FOUND when one of them is not the tenant's. */
    public Uni<List<String>> publicKeys(Mutiny.Session session, UUID tenant, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createSelectionQuery(
                        "from KeyPair where tenantId = :tenant and id in :ids order by id", KeyPair.class)
                .setParameter("tenant", tenant)
                .setParameter("ids", ids)
                .getResultList()
                .map(rows -> {
                    if (rows.size() != new HashSet<>(ids).size()) {
                        throw Problems.notFound();
                    }
                    return rows.stream().map(row -> row.publicKey).toList();
                });
    }
}
