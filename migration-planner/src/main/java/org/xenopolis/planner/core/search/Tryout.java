package org.xenopolis.planner.core.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Which tuning suits cannot be read off an instance, but a short search with each shows it: all get a small share of the
 * time, and the one that came farthest gets the rest. It begins anew with all of its own cooling, since from what was cooled
 * in haste there is no way on.
 */
public final class Tryout {
    /** Of the cost at the start. Where no more is left, the rest is for single moves, and the coldest finds them. */
    private static final double NOTABLE = 1e-5;

    private final Function<Tuning, Search> searches;
    private final Progress progress;
    private final List<Trial> trials = new ArrayList<>();
    private long tried;
    private long taken;
    /** Up to where the progress is given away. */
    private double given;

    private double start;

    private record Trial(Tuning tuning, Answer answer) {}

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
        if (tunings.size() > 1) {
            for (Tuning tuning : tunings) {
                search(tuning, given + share);
            }
            Trial best = best();
            finish(best.answer().cost() < NOTABLE * start ? coldest(tunings) : best.tuning());
        } else {
            finish(tunings.getFirst());
        }
        Answer found = best().answer();
        return new Answer(found.at(), found.cost(), tried, taken);
    }

    private Trial best() {
        return Collections.min(
                trials, Comparator.comparingDouble(trial -> trial.answer().cost()));
    }

    private static Tuning coldest(List<Tuning> tunings) {
        return Collections.min(
                tunings, Comparator.comparing(tuning -> tuning.cooling().cold()));
    }

    private void search(Tuning tuning, double until) {
        long before = tried;
        double from = progress.at(tried);
        double whole = Math.max(1e-9, until - from);
        given = until;
        Search search = searches.apply(tuning);
        start = search.answer().cost();
        add(tuning, search.run(moves -> (progress.at(before + moves) - from) / whole));
    }

    private void finish(Tuning tuning) {
        if (tuning.overfull()) {
            long before = tried;
            add(
                    tuning,
                    new Heats(moves -> progress.at(before + moves), progress.at(before))
                            .run(number -> searches.apply(tuning).vary(number)));
        } else {
            search(tuning, 1);
        }
    }

    private void add(Tuning tuning, Answer answer) {
        tried += answer.tried();
        taken += answer.taken();
        trials.add(new Trial(tuning, answer));
    }
}
