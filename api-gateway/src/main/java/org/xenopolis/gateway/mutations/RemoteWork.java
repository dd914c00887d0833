package org.xenopolis.gateway.mutations;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A change that another service makes. {@link #act} may run again with the same ids after a crash or a lost answer, so
 * all that it calls must have one effect per id.
 */
@FunctionalInterface
public interface RemoteWork {
    Answer act(Ids ids);

    /** What must be reserved here first, in the transaction that notes the key. Runs again when the work does. */
    default Uni<?> reserve(Mutiny.Session session, Ids ids) {
        return Uni.createFrom().voidItem();
    }

    /** Gives back what was reserved, when it is certain that the change was not made. */
    default Uni<?> undo(Mutiny.Session session, Ids ids) {
        return Uni.createFrom().voidItem();
    }

    /** A change after which something is left to do here, in the transaction that keeps the answer. */
    interface Settled extends RemoteWork {
        Uni<?> settle(Mutiny.Session session, Ids ids);
    }
}
