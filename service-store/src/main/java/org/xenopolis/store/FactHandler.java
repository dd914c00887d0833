package org.xenopolis.store;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What a fact does to this service's own tables. Runs in the transaction that also notes the event, so its effect
 * happens once however often the fact arrives; it must not touch anything but the session.
 */
@FunctionalInterface
public interface FactHandler<T> extends FactBatchHandler<T> {
    /** Fails with a {@code ProblemException} of kind INVALID when the fact can never be taken: it goes to the dead letters. */
    Uni<?> apply(Mutiny.Session session, T fact);

    @Override
    default Uni<?> applyAll(Mutiny.Session session, List<T> facts) {
        Uni<?> chain = Uni.createFrom().voidItem();
        for (T fact : facts) {
            chain = chain.chain(() -> apply(session, fact));
        }
        return chain;
    }
}
