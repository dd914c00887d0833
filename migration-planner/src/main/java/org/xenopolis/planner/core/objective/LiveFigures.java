package org.xenopolis.planner.core.objective;

import java.util.Arrays;

/**
 * The figures whose deviations a search has to follow: one that no item changes stays as it is, and those that are equal
 * everywhere are one with their weights together. Rows are {@code [row * figures + figure]}.
 *
 * @param all figures of a row as it came
 * @param kept which of them are left
 * @param weights of those
 */
record LiveFigures(int all, int[] kept, double[] weights) {
    static LiveFigures of(double[] weights, double[] base, double[] share, double[] unit) {
        int all = weights.length;
        int[] kept = new int[all];
        double[] together = new double[all];
        int count = 0;
        for (int figure = 0; figure < all; figure++) {
            if (weights[figure] == 0 || isZero(share, all, figure)) {
                continue;
            }
            int as = 0;
            while (as < count && !equal(figure, kept[as], all, base, share, unit)) {
                as++;
            }
            if (as == count) {
                kept[count++] = figure;
            }
            together[as] += weights[figure];
        }
        return new LiveFigures(all, Arrays.copyOf(kept, count), Arrays.copyOf(together, count));
    }

    int count() {
        return kept.length;
    }

    double[] pick(double[] rows) {
        double[] picked = new double[rows.length / all * kept.length];
        for (int cell = 0; cell < picked.length; cell++) {
            picked[cell] = rows[cell / kept.length * all + kept[cell % kept.length]];
        }
        return picked;
    }

    private static boolean isZero(double[] rows, int all, int figure) {
        for (int cell = figure; cell < rows.length; cell += all) {
            if (rows[cell] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(int one, int other, int all, double[]... tables) {
        for (double[] rows : tables) {
            for (int row = 0; row < rows.length; row += all) {
                if (rows[row + one] != rows[row + other]) {
                    return false;
                }
            }
        }
        return true;
    }
}
