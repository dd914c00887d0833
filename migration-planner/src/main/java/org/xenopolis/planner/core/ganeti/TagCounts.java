package org.xenopolis.planner.core.ganeti;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.planner.core.model.Guard;

/** Guests that share an exclusion tag come to no common node; those that are together already may leave. */
final class TagCounts implements Guard {
    private final int[][] tagsOf;
    private final int[] at;
    private final int tags;
    private final int[] counts;

    TagCounts(GanetiCluster cluster) {
        Map<String, Integer> ids = new HashMap<>();
        this.at = cluster.pairs().stream().mapToInt(Pair::primary).toArray();
        this.tagsOf = new int[at.length][];
        for (int guest = 0; guest < at.length; guest++) {
            List<String> names = cluster.exclusionTags(guest);
            tagsOf[guest] = names.stream()
                    .mapToInt(name -> ids.computeIfAbsent(name, unseen -> ids.size()))
                    .toArray();
        }
        this.tags = ids.size();
        this.counts = new int[tags * cluster.nodes().size()];
        for (int guest = 0; guest < at.length; guest++) {
            count(guest, at[guest], 1);
        }
    }

    @Override
    public boolean admits(int guest, int to) {
        for (int tag : tagsOf[guest]) {
            if (counts[to * tags + tag] > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean admitsSwap(int a, int b) {
        return admitsInstead(a, b, at[b]) && admitsInstead(b, a, at[a]);
    }

    private boolean admitsInstead(int in, int out, int node) {
        for (int tag : tagsOf[in]) {
            int count = counts[node * tags + tag];
            for (int leaving : tagsOf[out]) {
                count -= leaving == tag ? 1 : 0;
            }
            if (count > 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void move(int guest, int to) {
        count(guest, at[guest], -1);
        count(guest, to, 1);
        at[guest] = to;
    }

    /** How many conflicts fewer there are when the guest leaves its node. */
    int conflicts(int guest, int node) {
        int conflicts = 0;
        for (int tag : tagsOf[guest]) {
            conflicts += counts[node * tags + tag] > 1 ? 1 : 0;
        }
        return conflicts;
    }

    private void count(int guest, int node, int change) {
        for (int tag : tagsOf[guest]) {
            counts[node * tags + tag] += change;
        }
    }
}
