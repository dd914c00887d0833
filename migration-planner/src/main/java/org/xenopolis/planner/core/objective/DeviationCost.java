package org.xenopolis.planner.core.objective;

import java.util.Arrays;
import org.xenopolis.planner.core.model.Placement;

/**
 * The weighted sum of standard deviations over machines of several figures, each linear in what is on the machine, but for
 * figures that no item changes. Sums and sums of squares are kept, of values taken from their mean at the start, so that
 * little is lost to cancellation.
 */
public final class DeviationCost {
    private final int figures;
    private final double[] weights;
    /** What an item adds: {@code [item * figures + figure]}. */
    private final double[] share;
    /** What one unit is on a machine: {@code [machine * figures + figure]}; 0 on machines that do not count. */
    private final double[] unit;

    private final double counted;
    private final double[] value;
    private final double[] sum;
    private final double[] squares;

    /**
     * @param base the figures of each machine with nothing on it that is an item
     * @param counts which machines are in the statistics
     */
    public DeviationCost(
            Placement placement, double[] weights, double[] base, double[] share, double[] unit, boolean[] counts) {
        LiveFigures live = LiveFigures.of(weights, base, share, unit);
        this.figures = live.count();
        this.weights = live.weights();
        this.share = live.pick(share);
        this.unit = live.pick(unit);
        this.value = live.pick(base);
        this.sum = new double[figures];
        this.squares = new double[figures];
        for (int item = 0; item < placement.model().items().home().length; item++) {
            add(item, placement.at(item), 1);
        }
        int online = 0;
        for (int machine = 0; machine < counts.length; machine++) {
            online += counts[machine] ? 1 : 0;
        }
        this.counted = online;
        for (int figure = 0; figure < figures; figure++) {
            this.weights[figure] /= counted;
        }
        centre(counts);
    }

    private void centre(boolean[] counts) {
        double[] mean = new double[figures];
        Arrays.fill(sum, 0);
        Arrays.fill(squares, 0);
        for (int cell = 0; cell < value.length; cell++) {
            mean[cell % figures] += counts[cell / figures] ? value[cell] / counted : 0;
        }
        for (int cell = 0; cell < value.length; cell++) {
            int figure = cell % figures;
            boolean in = counts[cell / figures];
            value[cell] = in ? value[cell] - mean[figure] : 0;
            unit[cell] = in ? unit[cell] : 0;
            sum[figure] += value[cell];
            squares[figure] += value[cell] * value[cell];
        }
    }

    public double cost() {
        double cost = 0;
        for (int figure = 0; figure < figures; figure++) {
            cost += weights[figure] * spread(sum[figure], squares[figure]);
        }
        return cost;
    }

    /** The cost after a shift, not its change: the caller knows the cost before. */
    public double afterShift(int item, int from, int to) {
        double cost = 0;
        for (int figure = 0; figure < figures; figure++) {
            int left = from * figures + figure;
            int entered = to * figures + figure;
            double moved = share[item * figures + figure];
            double less = -moved * unit[left];
            double more = moved * unit[entered];
            cost += weights[figure]
                    * spread(
                            sum[figure] + less + more,
                            squares[figure] + growth(value[left], less) + growth(value[entered], more));
        }
        return cost;
    }

    public double afterSwap(int a, int atA, int b, int atB) {
        double cost = 0;
        for (int figure = 0; figure < figures; figure++) {
            int one = atA * figures + figure;
            int other = atB * figures + figure;
            double moved = share[b * figures + figure] - share[a * figures + figure];
            double more = moved * unit[one];
            double less = -moved * unit[other];
            cost += weights[figure]
                    * spread(
                            sum[figure] + more + less,
                            squares[figure] + growth(value[one], more) + growth(value[other], less));
        }
        return cost;
    }

    public void move(int item, int from, int to) {
        add(item, from, -1);
        add(item, to, 1);
    }

    private void add(int item, int machine, double sign) {
        for (int figure = 0; figure < figures; figure++) {
            int cell = machine * figures + figure;
            double change = sign * share[item * figures + figure] * unit[cell];
            sum[figure] += change;
            squares[figure] += growth(value[cell], change);
            value[cell] += change;
        }
    }

    /** Of the square of a value. */
    private static double growth(double value, double change) {
        return change * (2 * value + change);
    }

    /** The deviation times how many machines count: the weights are divided by that, once. */
    private double spread(double sum, double squares) {
        return Math.sqrt(Math.max(0, counted * squares - sum * sum));
    }
}
