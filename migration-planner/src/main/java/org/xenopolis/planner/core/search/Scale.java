package org.xenopolis.planner.core.search;

/**
 * How much random shifts change the cost: the measure of temperatures and of the pull.
 *
 * @param usual geometric mean, which the few very large items do not lift
 * @param mean arithmetic mean
 */
record Scale(double usual, double mean) {
    private static final int SAMPLES = 2_000;
    private static final int DRAWS_MAX = 50 * SAMPLES;

    static Scale of(Board board, Dice dice) {
        double sum = 0;
        double logs = 0;
        int samples = 0;
        for (int draw = 0; draw < DRAWS_MAX && samples < SAMPLES; draw++) {
            int item = dice.below(board.items);
            int to = dice.below(board.machines);
            double change = to == board.at(item) ? 0 : Math.abs(board.objective.shift(item, to));
            if (change > 0) {
                sum += change;
                logs += StrictMath.log(change);
                samples++;
            }
        }
        return samples == 0 ? new Scale(1, 1) : new Scale(StrictMath.exp(logs / samples), sum / samples);
    }
}
