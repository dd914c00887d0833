package org.xenopolis.planner.core.roadef;

import java.util.SplittableRandom;
import java.util.StringJoiner;

/** Small seeded instances in the challenge's own format, with every kind of rule; the start is feasible. */
public final class RandomInstance {
    private final SplittableRandom random;
    private final StringJoiner model = new StringJoiner(" ");
    private final StringJoiner initial = new StringJoiner(" ");

    private RandomInstance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static RoadefInstance of(long seed, int machines, int items) {
        RandomInstance made = new RandomInstance(seed);
        made.write(machines, items);
        return RoadefInstance.parse(made.model.toString(), made.initial.toString());
    }

    private void write(int machines, int items) {
        int resources = 3;
        int[][] demand = new int[items][resources];
        int[] group = new int[items];
        int[] at = new int[items];
        int[][] used = new int[machines][resources];
        for (int item = 0; item < items; item++) {
            // Groups no larger than the machines are many, one item on each.
            group[item] = item / Math.min(3, machines);
            at[item] = (item + random.nextInt(2) * machines) % machines;
            for (int r = 0; r < resources; r++) {
                demand[item][r] = 1 + random.nextInt(20);
                used[at[item]][r] += demand[item][r];
            }
        }
        int groups = group[items - 1] + 1;
        add(resources, 0, 10, 1, 3, 0, 7, machines);
        for (int machine = 0; machine < machines; machine++) {
            add(machine % 2, machine % 3);
            for (int r = 0; r < resources; r++) {
                add(used[machine][r] + 10 + random.nextInt(30));
            }
            for (int r = 0; r < resources; r++) {
                add(used[machine][r] / 2 + random.nextInt(20));
            }
            for (int to = 0; to < machines; to++) {
                add(to == machine ? 0 : 1 + random.nextInt(5));
            }
        }
        writeGroups(groups, group, at);
        add(items);
        for (int item = 0; item < items; item++) {
            add(group[item]);
            add(demand[item]);
            add(random.nextInt(10));
            initial.add(String.valueOf(at[item]));
        }
        add(1, 0, 2, 3, 5, 1, 10, 2);
    }

    /** Spread and needs are taken from what already holds. */
    private void writeGroups(int groups, int[] group, int[] at) {
        add(groups);
        for (int one = 0; one < groups; one++) {
            int zones = zones(one, group, at);
            int other = random.nextInt(groups);
            boolean needs = other != one && (zones & ~zones(other, group, at)) == 0 && random.nextBoolean();
            add(random.nextBoolean() ? sites(one, group, at) : 0);
            if (needs) {
                add(1, other);
            } else {
                add(0);
            }
        }
    }

    private static int zones(int one, int[] group, int[] at) {
        int zones = 0;
        for (int item = 0; item < at.length; item++) {
            zones |= group[item] == one ? 1 << (at[item] % 2) : 0;
        }
        return zones;
    }

    private static int sites(int one, int[] group, int[] at) {
        int sites = 0;
        for (int item = 0; item < at.length; item++) {
            sites |= group[item] == one ? 1 << (at[item] % 3) : 0;
        }
        return Integer.bitCount(sites);
    }

    private void add(int... numbers) {
        for (int number : numbers) {
            model.add(String.valueOf(number));
        }
    }
}
