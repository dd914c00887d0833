package org.xenopolis.planner.core.execution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.xenopolis.cluster.HostId;

/**
 * One look at a plan under way.
 *
 * @param begin steps that may begin now, all at once
 * @param skip steps that can no longer be done, each with the step that it waited for in vain
 * @param waitsForOperator nothing moves, and the steps that are left belong to a later phase
 * @param isOver nothing moves and nothing waits
 */
public record Turn(List<Integer> begin, SortedMap<Integer, Integer> skip, boolean waitsForOperator, boolean isOver) {
    /** How far a step is. */
    public enum Progress {
        WAITING,
        MOVING,
        MOVED,
        /** Refused, failed or skipped: its guest is where it was. */
        NOT_MOVED
    }

    /**
     * What is looked at of a step.
     *
     * @param block the lowest number of the steps that begin with it or not at all; its own when it is alone
     */
    public record Item(
            int number,
            HostId from,
            HostId to,
            List<Integer> after,
            int phase,
            long startMillis,
            int block,
            Progress progress) {}

    /**
     * @param perHost guests that a host sends at once, and likewise receives
     * @param perPlan moves of one plan at once
     */
    public record Limits(int perHost, int perPlan) {
        public static final Limits USUAL = new Limits(1, 64);
    }

    /**
     * @param items in the order of their numbers; a step waits only for steps of lower numbers
     * @param releasedPhase the last one that may run
     */
    public static Turn of(List<Item> items, int releasedPhase, Limits limits) {
        return new Look(items, releasedPhase, limits).decide();
    }

    /** The steps that cannot be done without these, and these. */
    public static Set<Integer> withDependents(List<Item> items, Set<Integer> numbers) {
        Set<Integer> all = new HashSet<>(numbers);
        int before;
        do {
            before = all.size();
            Set<Integer> blocks = new HashSet<>();
            items.stream().filter(item -> all.contains(item.number())).forEach(item -> blocks.add(item.block()));
            for (Item item : items) {
                if (blocks.contains(item.block()) || item.after().stream().anyMatch(all::contains)) {
                    all.add(item.number());
                }
            }
        } while (all.size() > before);
        return all;
    }

    private static final class Look {
        private final List<Item> items;
        private final int releasedPhase;
        private final Limits limits;
        private final Map<Integer, Progress> progress = new HashMap<>();
        private final SortedMap<Integer, Integer> skip = new TreeMap<>();
        private final Map<HostId, Integer> sending = new HashMap<>();
        private final Map<HostId, Integer> receiving = new HashMap<>();
        private final Set<Integer> movingBlocks = new HashSet<>();
        private int moving;

        Look(List<Item> items, int releasedPhase, Limits limits) {
            this.items = items;
            this.releasedPhase = releasedPhase;
            this.limits = limits;
        }

        Turn decide() {
            List<Item> ready = new ArrayList<>();
            int waiting = 0;
            Map<Integer, Integer> brokenBlocks = new HashMap<>();
            for (Item item : items) {
                if (item.progress() == Progress.NOT_MOVED) {
                    brokenBlocks.put(item.block(), item.number());
                } else if (item.progress() == Progress.MOVING) {
                    movingBlocks.add(item.block());
                }
            }
            for (Item item : items) {
                Progress now = item.progress();
                if (now == Progress.WAITING) {
                    Integer missing = brokenBlocks.getOrDefault(item.block(), first(item, Progress.NOT_MOVED));
                    if (missing != null) {
                        skip.put(item.number(), missing);
                        now = Progress.NOT_MOVED;
                    } else if (item.phase() <= releasedPhase && allMoved(item)) {
                        ready.add(item);
                    } else {
                        waiting++;
                    }
                } else if (now == Progress.MOVING) {
                    occupy(item);
                }
                progress.put(item.number(), now);
            }
            List<Integer> begin = begin(ready);
            boolean isStill = moving == 0;
            return new Turn(
                    begin, skip, isStill && ready.isEmpty() && waiting > 0, isStill && ready.isEmpty() && waiting == 0);
        }

        private List<Integer> begin(List<Item> ready) {
            ready.sort(Comparator.comparingInt(Item::phase)
                    .thenComparingLong(Item::startMillis)
                    .thenComparingInt(Item::number));
            List<Integer> begin = new ArrayList<>();
            for (Item item : ready) {
                boolean hasRoom = moving < limits.perPlan()
                        && sending.getOrDefault(item.from(), 0) < limits.perHost()
                        && receiving.getOrDefault(item.to(), 0) < limits.perHost();
                // Whoever moves with one that moves is not kept back: the others wait for it on the way.
                if (hasRoom || movingBlocks.contains(item.block())) {
                    occupy(item);
                    movingBlocks.add(item.block());
                    begin.add(item.number());
                }
            }
            return begin;
        }

        private void occupy(Item item) {
            sending.merge(item.from(), 1, Integer::sum);
            receiving.merge(item.to(), 1, Integer::sum);
            moving++;
        }

        private boolean allMoved(Item item) {
            return item.after().stream().allMatch(number -> progress.get(number) == Progress.MOVED);
        }

        private @org.jspecify.annotations.Nullable Integer first(Item item, Progress wanted) {
            for (int number : item.after()) {
                if (progress.get(number) == wanted) {
                    return number;
                }
            }
            return null;
        }
    }
}
