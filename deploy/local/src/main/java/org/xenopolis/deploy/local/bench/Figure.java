package org.xenopolis.deploy.local.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param peer what was measured in the same run to compare with; null where a goal is all there is
 * @param ratio value / peerValue
 * @param goal in words and figures, "≤ 25"; null for a figure without one
 * @param holds whether the goal is met; null without a goal
 */
@JsonPropertyOrder({"bench", "name", "value", "unit", "peer", "peerValue", "ratio", "goal", "holds"})
public record Figure(
        String bench,
        String name,
        double value,
        String unit,
        @Nullable String peer,
        @Nullable Double peerValue,
        @Nullable Double ratio,
        @Nullable String goal,
        @Nullable Boolean holds) {
    static Figure atMost(String bench, String name, double value, String unit, double limit) {
        return new Figure(bench, name, value, unit, null, null, null, "<= " + number(limit), value <= limit);
    }

    static Figure atLeast(String bench, String name, double value, String unit, double limit) {
        return new Figure(bench, name, value, unit, null, null, null, ">= " + number(limit), value >= limit);
    }

    static Figure beside(String bench, String name, double value, String unit, String peer, double peerValue) {
        return new Figure(bench, name, value, unit, peer, peerValue, value / peerValue, null, null);
    }

    /** Measured beside a peer, with a goal for the ratio. */
    public static Figure against(
            String bench, String name, double value, String unit, String peer, double peerValue, double ratioMax) {
        double ratio = value / peerValue;
        return new Figure(
                bench, name, value, unit, peer, peerValue, ratio, "<= " + number(ratioMax) + " ×", ratio <= ratioMax);
    }

    /** A part of a figure that has the goal. */
    static Figure plain(String bench, String name, double value, String unit) {
        return new Figure(bench, name, value, unit, null, null, null, null, null);
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.format("%.2f", value);
    }
}
