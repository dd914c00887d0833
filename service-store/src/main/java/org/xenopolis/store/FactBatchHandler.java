package org.xenopolis.store;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** As {@link FactHandler}, for the events of a poll together; when that fails each is tried again by itself. */
@FunctionalInterface
public interface FactBatchHandler<T> {
    /** @param facts in the order of arrival, at least one */
    Uni<?> applyAll(Mutiny.Session session, List<T> facts);
}
