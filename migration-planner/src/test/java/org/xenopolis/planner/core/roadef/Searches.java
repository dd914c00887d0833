package org.xenopolis.planner.core.roadef;

import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.search.Answer;
import org.xenopolis.planner.core.search.Progress;
import org.xenopolis.planner.core.search.Search;
import org.xenopolis.planner.core.search.Tuning;

/** Searches of an instance, from where everything is. */
public final class Searches {
    private Searches() {}

    public static Search begin(RoadefInstance instance, Tuning tuning, long seed) {
        Placement placement = new Placement(instance.model());
        return new Search(placement, Guard.NONE, instance.objective(placement), tuning, seed);
    }

    static Answer answer(RoadefInstance instance, Tuning tuning, long seed, long moves) {
        return begin(instance, tuning, seed).run(Progress.moves(moves));
    }
}
