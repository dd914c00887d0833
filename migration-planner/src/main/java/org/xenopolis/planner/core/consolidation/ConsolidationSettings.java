package org.xenopolis.planner.core.consolidation;

/**
 * What is full, what is too full, and what a move has to bring.
 *
 * @param fill deviations of its forecast that a host must have free after guests came to it
 * @param alarm deviations below which it is short of CPU and sends guests away; less than {@code fill}, so that what was
 *     filled is not at once relieved
 * @param memoryTicks over which forecasts forget
 * @param recentTicks over which the short mean forgets
 * @param horizonSeconds in which the power a switched-off host saves has to pay for the moves
 * @param joulesPerMove what a move costs: energy, risk and the tenants' patience in one
 * @param restTicks that a guest stays where it came
 */
public record ConsolidationSettings(
        double fill,
        double alarm,
        double memoryTicks,
        double recentTicks,
        double horizonSeconds,
        double joulesPerMove,
        int restTicks) {
    public static final ConsolidationSettings DEFAULT = new ConsolidationSettings(2.5, 1, 36, 3, 3 * 3_600, 60_000, 6);
}
