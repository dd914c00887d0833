package org.xenopolis.planner.core.roadef;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.objective.BalanceTarget;

/** Judges an assignment from nothing, by the challenge's own definitions; shares no code with the search. */
public final class RoadefJudge {
    private final RoadefInstance instance;
    private final Model model;
    private final int[] at;
    private final long[] used;
    /** What moved processes still take on the machine they came from. */
    private final long[] left;

    private final List<String> broken = new ArrayList<>();

    private RoadefJudge(RoadefInstance instance, int[] at) {
        this.instance = instance;
        this.model = instance.model();
        this.at = at;
        this.used = new long[model.machines().count() * model.resources()];
        this.left = new long[used.length];
    }

    public static RoadefVerdict judge(RoadefInstance instance, int[] at) {
        return new RoadefJudge(instance, at).verdict();
    }

    private RoadefVerdict verdict() {
        sumUp();
        checkCapacity();
        int[][] members = members();
        for (int group = 0; group < members.length; group++) {
            checkGroup(group, members);
        }
        long itemMoves = 0;
        long machineMoves = 0;
        long[] moved = new long[members.length];
        for (int item = 0; item < at.length; item++) {
            int home = model.items().home()[item];
            if (at[item] != home) {
                itemMoves += instance.prices().item()[item];
                int pair = home * model.machines().count() + at[item];
                machineMoves +=
                        instance.prices().betweenWeight() * instance.prices().between()[pair];
                moved[model.items().group()[item]]++;
            }
        }
        long most = Arrays.stream(moved).max().orElse(0);
        long groupMoves = instance.prices().group() * most;
        return new RoadefVerdict(load(), balance(), itemMoves, groupMoves, machineMoves, List.copyOf(broken));
    }

    private void sumUp() {
        int resources = model.resources();
        for (int item = 0; item < at.length; item++) {
            int home = model.items().home()[item];
            for (int r = 0; r < resources; r++) {
                long demand = model.items().demand()[item * resources + r];
                used[at[item] * resources + r] += demand;
                if (at[item] != home && model.lingering()[r]) {
                    left[home * resources + r] += demand;
                }
            }
        }
    }

    private void checkCapacity() {
        long[] capacity = model.machines().capacity();
        for (int i = 0; i < used.length; i++) {
            if (used[i] + left[i] > capacity[i]) {
                broken.add("capacity of machine " + i / model.resources() + ", resource " + i % model.resources());
            }
        }
    }

    private int[][] members() {
        int groups = model.groups().count();
        int[][] members = new int[groups][];
        int[] filled = new int[groups];
        for (int group = 0; group < groups; group++) {
            members[group] = new int[model.groups().size()[group]];
        }
        for (int item = 0; item < at.length; item++) {
            int group = model.items().group()[item];
            members[group][filled[group]++] = item;
        }
        return members;
    }

    private void checkGroup(int group, int[][] members) {
        if (machines(members[group]).distinct().count() < members[group].length) {
            broken.add("conflict in service " + group);
        }
        int[] site = model.machines().site();
        if (machines(members[group]).map(machine -> site[machine]).distinct().count()
                < model.groups().spread()[group]) {
            broken.add("spread of service " + group);
        }
        for (int needed : model.groups().needs()[group]) {
            boolean served = machines(members[group])
                    .allMatch(machine -> machines(members[needed]).anyMatch(near -> zone(near) == zone(machine)));
            if (!served) {
                broken.add("dependency of service " + group + " on " + needed);
            }
        }
    }

    private IntStream machines(int[] items) {
        return IntStream.of(items).map(item -> at[item]);
    }

    private int zone(int machine) {
        return model.machines().zone()[machine];
    }

    private long load() {
        long load = 0;
        for (int i = 0; i < used.length; i++) {
            load += instance.loadWeights()[i % model.resources()] * Math.max(0, used[i] - instance.safety()[i]);
        }
        return load;
    }

    private long balance() {
        long balance = 0;
        for (BalanceTarget target : instance.balance()) {
            for (int machine = 0; machine < model.machines().count(); machine++) {
                long first = free(machine, target.first());
                long second = free(machine, target.second());
                balance += target.weight() * Math.max(0, target.ratio() * first - second);
            }
        }
        return balance;
    }

    private long free(int machine, int resource) {
        int cell = machine * model.resources() + resource;
        return model.machines().capacity()[cell] - used[cell];
    }
}
