package org.xenopolis.gateway.projects;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.gateway.edge.Problems;

/** Whose projects they are. */
@ApplicationScoped
public class Projects {
    /** Fails with NOT_FOUND unless the project is the tenant's. */
    public Uni<Void> require(Mutiny.Session session, UUID tenant, UUID project) {
        return session.createNativeQuery(
                        "select count(*) from projects where id = :id and tenant_id = :tenant", Long.class)
                .setParameter("id", project)
                .setParameter("tenant", tenant)
                .getSingleResult()
                .invoke(count -> {
                    if (count == 0) {
                        throw Problems.notFound();
                    }
                })
                .replaceWithVoid();
    }
}
