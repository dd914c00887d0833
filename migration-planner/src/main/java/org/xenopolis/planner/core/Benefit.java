package org.xenopolis.planner.core;

import java.time.Duration;

/**
 * What a plan is worth. Heat is load over threshold; excess is heat above 1, summed over hosts; spread is the standard
 * deviation of the heat of hosts that answer.
 *
 * @param cannotFailBefore hosts whose guests would not all fit on the others
 * @param gain by how much the placement becomes better, in heat
 * @param price of the moves, in heat
 */
public record Benefit(
        double excessBefore,
        double excessAfter,
        double spreadBefore,
        double spreadAfter,
        int emptyBefore,
        int emptyAfter,
        int cannotFailBefore,
        int cannotFailAfter,
        long bytes,
        Duration copy,
        Duration pause,
        double gain,
        double price) {
    public static final Benefit NONE = new Benefit(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0);

    /**
     * Whether the gain is worth the moves.
     *
     * @param gainMin how many times the price it has to be
     */
    public boolean isWorth(double gainMin) {
        return gain >= gainMin * price;
    }
}
