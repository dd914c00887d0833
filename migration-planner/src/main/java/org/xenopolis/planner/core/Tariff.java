package org.xenopolis.planner.core;

import java.util.List;

/**
 * What moves cost the provider, in its own prices, in millionths of a currency. Nothing is charged to anybody: it is for
 * whoever weighs a plan.
 *
 * @param currency three letters; empty where the provider has said no prices, and then nothing is said of money
 * @param wireGibibyteMicros a GiB between two hosts
 * @param cpuHourMicros an hour of a CPU of dom0; while a guest is copied one is busy at either end
 * @param pausedSecondMicros what a second in which a guest stands still is worth: the credit that its tenant is due
 */
public record Tariff(String currency, double wireGibibyteMicros, double cpuHourMicros, double pausedSecondMicros) {
    public static final Tariff NONE = new Tariff("", 0, 0, 0);

    private static final double GIBIBYTE = 1L << 30;
    private static final double NANOS_PER_HOUR = 3_600e9;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int ENDS = 2;

    public Tariff {
        if (!currency.matches("([A-Z]{3})?")) {
            throw new IllegalArgumentException("not a currency: " + currency);
        }
        if (!(wireGibibyteMicros >= 0 && cpuHourMicros >= 0 && pausedSecondMicros >= 0)) {
            throw new IllegalArgumentException("a price is negative");
        }
    }

    /** To the next millionth. */
    public long micros(MoveCost cost) {
        double busy = cost.copy().plus(cost.pause()).toNanos() / NANOS_PER_HOUR;
        return (long) Math.ceil(cost.bytes() / GIBIBYTE * wireGibibyteMicros
                + ENDS * busy * cpuHourMicros
                + cost.pause().toNanos() / NANOS_PER_SECOND * pausedSecondMicros);
    }

    public long micros(List<Step> steps) {
        return steps.stream().mapToLong(step -> micros(step.cost())).sum();
    }
}
