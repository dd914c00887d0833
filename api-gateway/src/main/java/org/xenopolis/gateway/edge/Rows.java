package org.xenopolis.gateway.edge;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.gateway.core.Paging;
import org.xenopolis.store.StoreFailures;

/** Reading a tenant's rows: its id is in every query, so that nobody reads another's. */
public final class Rows {
    private Rows() {}

    /** One page of the tenant's entities that have an {@code id} and a {@code tenantId}. */
    public static <T> Uni<List<T>> list(Mutiny.Session session, Class<T> type, UUID tenant, Paging paging) {
        UUID after = paging.after() == null ? new UUID(0, 0) : paging.after();
        return session.createSelectionQuery(
                        "from " + type.getSimpleName() + " where tenantId = :tenant and id > :after order by id", type)
                .setParameter("tenant", tenant)
                .setParameter("after", after)
                .setMaxResults(paging.limit())
                .getResultList();
    }

    /** Fails with NOT_FOUND when there is none or it is another tenant's. */
    public static <T> Uni<T> get(Mutiny.Session session, Class<T> type, UUID tenant, UUID id) {
        return session.createSelectionQuery(
                        "from " + type.getSimpleName() + " where tenantId = :tenant and id = :id", type)
                .setParameter("tenant", tenant)
                .setParameter("id", id)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(Problems::notFound);
    }

    public static <T> Uni<Void> delete(Mutiny.Session session, Class<T> type, UUID tenant, UUID id) {
        return get(session, type, tenant, id)
                .chain(session::remove)
                .chain(session::flush)
                .onFailure(Rows::isReferenced)
                .transform(failure -> Problem.of(ErrorKind.CONFLICT, "in-use", "Something else still uses it.")
                        .because(failure));
    }

    /** Inserts; a second one of the same name is a CONFLICT. */
    public static <T> Uni<T> insert(Mutiny.Session session, T row, String name) {
        return session.persist(row)
                .chain(session::flush)
                .replaceWith(row)
                .onFailure(StoreFailures::isDuplicate)
                .transform(failure -> new Problem(
                                ErrorKind.CONFLICT, "name-taken", "You have one of this name.", Map.of("name", name))
                        .because(failure));
    }

    private static boolean isReferenced(Throwable failure) {
        return StoreFailures.isReferenced(failure);
    }
}
