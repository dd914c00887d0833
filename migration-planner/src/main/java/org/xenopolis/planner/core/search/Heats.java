package org.xenopolis.planner.core.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Several searches of one kind begin, and those that stand best when they have cooled some way go on from there. For
 * searches whose outcome is decided early and by chance: on tight fleets by which rooms the few largest items get.
 */
final class Heats {
    /** Up to which progress of its own a search goes in each heat, and how many take part. */
    private static final double[] UNTIL = {0.3, 0.45, 1};

    private static final int[] SEARCHES = {4, 2, 1};

    private final Progress progress;
    private final double from;
    /** Progress of all together for one of one search. */
    private final double scale;

    private double given;
    private long tried;

    /** @param from where the progress is now; the heats use up what is left */
    Heats(Progress progress, double from) {
        this.progress = progress;
        this.from = from;
        double whole = 0;
        for (int heat = 0; heat < UNTIL.length; heat++) {
            whole += SEARCHES[heat] * length(heat);
        }
        this.scale = Math.max(1e-9, 1 - from) / whole;
    }

    /** The best that any of them came by. */
    Answer run(IntFunction<Search> begin) {
        List<Search> all = new ArrayList<>();
        for (int number = 0; number < SEARCHES[0]; number++) {
            all.add(begin.apply(number));
        }
        List<Search> left = all;
        for (int heat = 0; heat < UNTIL.length; heat++) {
            left = left.stream()
                    .sorted(Comparator.comparingDouble(Search::standing))
                    .limit(SEARCHES[heat])
                    .toList();
            for (Search search : left) {
                advance(search, heat);
            }
        }
        return all.stream()
                .map(Search::answer)
                .min(Comparator.comparingDouble(Answer::cost))
                .map(found -> new Answer(found.at(), found.cost(), tried, taken(all)))
                .orElseThrow();
    }

    private void advance(Search search, int heat) {
        double begun = UNTIL[heat] - length(heat);
        double since = from + given;
        long others = tried - search.answer().tried();
        search.advance(moves -> begun + (progress.at(others + moves) - since) / scale, UNTIL[heat]);
        tried = others + search.answer().tried();
        given += length(heat) * scale;
    }

    private static double length(int heat) {
        return UNTIL[heat] - (heat == 0 ? 0 : UNTIL[heat - 1]);
    }

    private static long taken(List<Search> searches) {
        return searches.stream().mapToLong(search -> search.answer().taken()).sum();
    }
}
