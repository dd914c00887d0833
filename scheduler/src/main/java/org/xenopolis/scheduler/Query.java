package org.xenopolis.scheduler;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** A page of rows in the order of their ids, with conditions only where something was asked for. */
public final class Query<T> {
    private final Class<T> row;
    private final StringBuilder hql;
    private final Map<String, Object> parameters = new TreeMap<>();

    private Query(Class<T> row, UUID after) {
        this.row = row;
        this.hql = new StringBuilder("from ").append(row.getSimpleName()).append(" where id > :after");
        parameters.put("after", after);
    }

    public static <T> Query<T> of(Class<T> row, UUID after) {
        return new Query<>(row, after);
    }

    /** @param property of the row; @param wanted null when it was not asked for */
    public Query<T> where(String property, @Nullable UUID wanted) {
        if (wanted != null) {
            hql.append(" and ").append(property).append(" = :").append(property);
            parameters.put(property, wanted);
        }
        return this;
    }

    /** @param condition fixed text, without parameters */
    public Query<T> and(String condition) {
        hql.append(" and ").append(condition);
        return this;
    }

    public Uni<List<T>> list(Mutiny.Session session, int limit) {
        var query = session.createSelectionQuery(hql + " order by id", row);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(limit).setReadOnly(true).getResultList();
    }
}
