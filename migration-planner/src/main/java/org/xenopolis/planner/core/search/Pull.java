package org.xenopolis.planner.core.search;

import org.xenopolis.planner.core.model.Model;

/**
 * What it costs, in the search only, that an item is not at home: in proportion to the share of the fleet's lingering
 * resources that it would take twice.
 */
final class Pull {
    private final int[] home;
    private final double[] weight;
    private double strength;

    Pull(Model model, double typicalChange) {
        this.home = model.items().home();
        this.weight = shares(model);
        double sum = 0;
        for (double share : weight) {
            sum += share;
        }
        for (int item = 0; item < weight.length && sum > 0; item++) {
            weight[item] *= typicalChange * weight.length / sum;
        }
    }

    void set(double strength) {
        this.strength = strength;
    }

    /** What a shift changes. */
    double shift(int item, int from, int to) {
        if (strength == 0) {
            return 0;
        }
        int at = home[item];
        return from == at ? strength * weight[item] : to == at ? -strength * weight[item] : 0;
    }

    private static double[] shares(Model model) {
        int resources = model.resources();
        double[] total = new double[resources];
        long[] capacity = model.machines().capacity();
        for (int i = 0; i < capacity.length; i++) {
            total[i % resources] += capacity[i];
        }
        double[] shares = new double[model.items().count()];
        for (int item = 0; item < shares.length; item++) {
            for (int r = 0; r < resources; r++) {
                if (model.lingering()[r] && total[r] > 0) {
                    shares[item] += model.items().demand()[item * resources + r] / total[r];
                }
            }
        }
        return shares;
    }
}
