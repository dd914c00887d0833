package org.xenopolis.scheduler.operations;

import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What a step has decided: the work as it is to be, and what else happens in the transaction that stores and logs it.
 *
 * @param committed what to do in memory once it is true
 * @param restarts whether the operation, having gone all the way back, begins anew
 */
public record Change(Work after, Function<Mutiny.Session, Uni<Void>> effect, Runnable committed, boolean restarts) {
    public static Change to(Work after) {
        return new Change(after, session -> Uni.createFrom().voidItem(), () -> {}, false);
    }

    public Change and(Function<Mutiny.Session, Uni<Void>> more) {
        return new Change(
                after, session -> effect.apply(session).chain(() -> more.apply(session)), committed, restarts);
    }

    public Change then(Runnable afterwards) {
        return new Change(after, effect, afterwards, restarts);
    }

    public Change restarting() {
        return new Change(after, effect, committed, true);
    }
}
