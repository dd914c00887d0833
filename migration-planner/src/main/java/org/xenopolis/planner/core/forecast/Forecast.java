package org.xenopolis.planner.core.forecast;

/**
 * The mean that is expected over the horizon.
 *
 * @param mae mean absolute error of the same forecast over the minutes before; 0 where none could be checked
 * @param mape likewise, over the mean that came; 0.1 is ten per cent
 * @param checks how many forecasts were checked
 */
public record Forecast(double value, double mae, double mape, int checks) {}
