package org.xenopolis.planner.core.forecast;

/**
 * What a subject usually does at some hour: its mean at this hour of the week over the weeks before, or where it is not
 * known for so long, at this hour of the day over the days before. NaN where it is not known at all.
 *
 * @param next of the hour that is forecast
 * @param last of the hour that has just passed, to compare with what came
 */
public record Habits(double next, double last) {
    public static final Habits UNKNOWN = new Habits(Double.NaN, Double.NaN);

    boolean areKnown() {
        return !Double.isNaN(next) && !Double.isNaN(last);
    }
}
