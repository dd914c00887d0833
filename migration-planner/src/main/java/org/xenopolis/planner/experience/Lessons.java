package org.xenopolis.planner.experience;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.planner.core.Regret;

/** What is learnt from one plan. */
@ApplicationScoped
public class Lessons {
    private final ExperienceTable table;

    Lessons(ExperienceTable table) {
        this.table = table;
    }

    /** A move out of a host. */
    public record Move(UUID source, Regret.OfMove times) {}

    public Uni<?> learn(Mutiny.Session session, Regret regret, List<Move> moves) {
        Uni<?> chain = regret.hasPromised()
                ? table.kept(session, regret.benefitKept())
                : Uni.createFrom().voidItem();
        for (Move move : moves) {
            Regret.OfMove times = move.times();
            chain = chain.chain(() -> table.moved(
                    session,
                    move.source(),
                    factor(times.actualCopy(), times.predictedCopy()),
                    factor(times.actualPause(), times.predictedPause())));
        }
        return chain;
    }

    /** Where nothing was measured nothing is learnt. */
    private static double factor(long actual, long predicted) {
        return actual <= 0 || predicted <= 0 ? 1 : (double) actual / predicted;
    }
}
