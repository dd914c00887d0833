package org.xenopolis.planner.core.roadef;

import org.xenopolis.planner.core.model.Model;

/** The services as they are read: where they must be spread, and what they need nearby. */
@SuppressWarnings("ArrayRecordComponent")
record Services(int count, int[] spread, int[][] needs) {
    static Services read(Numbers in) {
        int count = in.count("the number of services");
        int[] spread = new int[count];
        int[][] needs = new int[count][];
        for (int service = 0; service < count; service++) {
            spread[service] = in.count("a service's spread");
            needs[service] = new int[in.count("a service's number of dependencies")];
            for (int i = 0; i < needs[service].length; i++) {
                needs[service][i] = in.next("a dependency", 0, count - 1);
            }
        }
        return new Services(count, spread, needs);
    }

    Model.Groups groups(int[] groupOf) {
        int[] size = new int[count];
        for (int group : groupOf) {
            size[group]++;
        }
        return new Model.Groups(count, size, spread, needs, reversed());
    }

    private int[][] reversed() {
        int[] counts = new int[count];
        for (int[] needed : needs) {
            for (int group : needed) {
                counts[group]++;
            }
        }
        int[][] neededBy = new int[count][];
        for (int group = 0; group < count; group++) {
            neededBy[group] = new int[counts[group]];
        }
        for (int group = 0; group < count; group++) {
            for (int needed : needs[group]) {
                neededBy[needed][--counts[needed]] = group;
            }
        }
        return neededBy;
    }
}
