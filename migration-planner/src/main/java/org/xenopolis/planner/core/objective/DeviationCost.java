package org.xenopolis.planner.core.objective;

import java.util.Arrays;
import org.xenopolis.planner.core.model.Placement;

/**
 * The weighted sum of standard deviations over machines of several figures, each linear in what is on the machine. Sums
 * and sums of squares are kept, of values taken from their mean at the start, so that little is lost to cancellation.
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
        this.figures = weights.length;
        this.weights = weights;
        this.share = share;
        this.unit = unit.clone();
        this.value = base.clone();
        this.sum = new double[figures];
        this.squares = new double[figures];
        for (int item = 0; item < share.length / figures; item++) {
            add(item, placement.at(item), 1);
        }
        int online = 0;
        for (int machine = 0; machine < counts.length; machine++) {
            online += counts[machine] ? 1 : 0;
        }
        this.counted = online;
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
            cost += deviation(figure, sum[figure], squares[figure]);
        }
        return cost;
    }

    /** The cost after a shift, not its change: the caller knows the cost before. */
    public double afterShift(int item, int from, int to) {
        double cost = 0;
        for (int figure = 0; figure < figures; figure++) {
            double less = -share[item * figures + figure] * unit[from * figures + figure];
            double more = share[item * figures + figure] * unit[to * figures + figure];
            cost += after(figure, from, less, to, more);
        }
        return cost;
    }

    public double afterSwap(int a, int atA, int b, int atB) {
        double cost = 0;
        for (int figure = 0; figure < figures; figure++) {
            double more = share[b * figures + figure] - share[a * figures + figure];
            cost += after(figure, atA, more * unit[atA * figures + figure], atB, -more * unit[atB * figures + figure]);
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
            squares[figure] += change * (2 * value[cell] + change);
            value[cell] += change;
        }
    }

    private double after(int figure, int one, double changeOne, int other, double changeOther) {
        double valueOne = value[one * figures + figure];
        double valueOther = value[other * figures + figure];
        return deviation(
                figure,
                sum[figure] + changeOne + changeOther,
                squares[figure]
                        + changeOne * (2 * valueOne + changeOne)
                        + changeOther * (2 * valueOther + changeOther));
    }

    private double deviation(int figure, double sum, double squares) {
        double mean = sum / counted;
        return weights[figure] * Math.sqrt(Math.max(0, squares / counted - mean * mean));
    }
}
