package org.xenopolis.planner.core.search;

import java.util.List;
import java.util.function.Function;

/**
 * Which tuning suits cannot be read off an instance, but a short search with each shows it: all get a small share of the
 * time, and the one that came farthest gets the rest, from the beginning again and with all of its own cooling.
 */
public final class Tryout {
    private final Function<Tuning, Search> searches;
    private final Progress progress;
    private long tried;
    private long taken;

    /**
     * @param searches begins a search from where everything is now
     * @param progress of all searches together
     */
    public Tryout(Function<Tuning, Search> searches, Progress progress) {
        this.searches = searches;
        this.progress = progress;
    }

    /**
     * The best that any of the searches came by.
     *
     * @param share of the progress that each tuning gets to show itself
     */
    public Answer run(List<Tuning> tunings, double share) {
        Answer best = null;
        Tuning suits = tunings.getFirst();
        for (int i = 0; i < tunings.size(); i++) {
            Answer answer = run(tunings.get(i), progress.at(tried), (i + 1) * share);
            if (best == null || answer.cost() < best.cost()) {
                best = answer;
                suits = tunings.get(i);
            }
        }
        Answer last = run(suits, progress.at(tried), 1);
        Answer found = best == null || last.cost() <= best.cost() ? last : best;
        return new Answer(found.at(), found.cost(), tried, taken);
    }

    private Answer run(Tuning tuning, double from, double until) {
        long before = tried;
        double whole = Math.max(1e-9, until - from);
        Answer answer = searches.apply(tuning).run(moves -> (progress.at(before + moves) - from) / whole);
        tried += answer.tried();
        taken += answer.taken();
        return answer;
    }
}
