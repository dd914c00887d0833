package org.xenopolis.planner.loads;

import org.xenopolis.planner.core.Situation;

/**
 * A situation in which loads are those that are to be expected.
 *
 * @param maeCores mean absolute error of the forecasts of guests, in CPUs, weighted by how often they could be checked
 */
public record Expectation(
        Situation situation, int horizonMinutes, int guests, int guestsWithHistory, double maeCores, double mape) {}
