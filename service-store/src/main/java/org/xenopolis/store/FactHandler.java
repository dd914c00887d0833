package org.xenopolis.store;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What a fact does to this service's own tables. Runs in the transaction that also notes the event, so its effect
 * happens once however often the fact arrives; it must not touch anything but the session.
 */
@FunctionalInterface
public interface FactHandler<T> {
    /** Fails with a {@code ProblemException} of kind INVALID when the fact can never be taken: it goes to the dead letters. */
    Uni<?> apply(Mutiny.Session session, T fact);
}
