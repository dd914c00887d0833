package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.cluster.Allocation;

/** Why each hop is made, and what its absence leaves undone. */
final class Reasons {
    private final Draft draft;
    private final List<Hop> hops;
    private final boolean[] empty;
    private final List<List<Integer>> numbers = new ArrayList<>();
    /** Numbers of the steps that wait for a hop, directly. */
    private final List<List<Integer>> waitingFor = new ArrayList<>();

    Reasons(Draft draft, List<Hop> hops, boolean[] empty) {
        this.draft = draft;
        this.hops = hops;
        this.empty = empty;
        int steps = 0;
        for (int index = 0; index < hops.size(); index++) {
            int size = draft.fleet.size(hops.get(index).item());
            numbers.add(IntStream.rangeClosed(steps + 1, steps + size).boxed().toList());
            steps += size;
            waitingFor.add(new ArrayList<>());
            for (int before : hops.get(index).after()) {
                waitingFor.get(before).addAll(numbers(index));
            }
        }
    }

    /** Of the steps that the hop becomes: one for each guest. */
    List<Integer> numbers(int hop) {
        return numbers.get(hop);
    }

    String why(int index) {
        List<Allocation> block = draft.fleet.blocks.get(hops.get(index).item());
        String why = whyThere(index);
        if (block.size() > 1) {
            why += " Its affinity group of %d moves as one.".formatted(block.size());
        }
        return block.stream().anyMatch(draft.movers::overrides)
                ? why + " Its tenant asked that it not be moved, or not for so long: it is moved by force."
                : why;
    }

    private String whyThere(int index) {
        Hop hop = hops.get(index);
        String from = draft.fleet.hosts[hop.from()].name();
        String to = draft.fleet.hosts[hop.to()].name();
        if (hop.isStopOver()) {
            return "Moves out of the way: the guests wait for each other in a circle, and %s has room until this one can go on."
                    .formatted(to);
        }
        if (hop.to() == draft.fleet.home(hop.item())) {
            return "%s is back in service, and its guest goes home.".formatted(to);
        }
        if (empty[hop.from()]) {
            return "%s is to be empty; of the hosts that may take this guest, %s at %s suits best."
                    .formatted(from, to, load(hop.to()));
        }
        if (draft.before.heat(hop.from()) > 1) {
            return "%s is at %s; %s is at %s and stays below the threshold of %s with this guest."
                    .formatted(from, load(hop.from()), to, load(hop.to()), draft.sentences.threshold());
        }
        if (!waitingFor.get(index).isEmpty()) {
            return "Makes place on %s for %s.".formatted(from, Sentences.numbers(waitingFor.get(index)));
        }
        return "%s is at %s, %s at %s: with this guest there, the fleet is better off."
                .formatted(from, load(hop.from()), to, load(hop.to()));
    }

    String ifSkipped(int index) {
        Hop hop = hops.get(index);
        String from = draft.fleet.hosts[hop.from()].name();
        String stays = empty[hop.from()]
                ? "The guest stays on %s, which cannot be taken out of service then.".formatted(from)
                : "%s stays at %s, unless other steps relieve it.".formatted(from, load(hop.from()));
        List<Integer> waiting = waitingFor.get(index);
        return waiting.isEmpty() ? stays : stays + " With it %s cannot be done.".formatted(Sentences.numbers(waiting));
    }

    private String load(int host) {
        return Sentences.load(draft.before, host);
    }
}
