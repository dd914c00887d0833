package org.xenopolis.billing.core;

import java.math.BigInteger;
import java.time.Duration;

/**
 * What a tenant has and how fast it is spent.
 *
 * @param balanceMicros paid in minus used; may be negative
 * @param heldMicros promised to instances that have not used it yet
 * @param burnMicrosPerHour what is spent per hour at the moment
 */
public record Funds(long balanceMicros, long heldMicros, long burnMicrosPerHour) {
    /** Below this the tenant is warned; better again only above {@link #WARN_CLEARED}. */
    public static final Duration WARN_RUNWAY = Duration.ofHours(24);

    public static final Duration WARN_CLEARED = Duration.ofHours(30);

    /** Below this nothing new starts. */
    public static final Duration REFUSE_RUNWAY = Duration.ofHours(1);

    public static final Duration REFUSE_CLEARED = Duration.ofMinutes(90);

    /**
     * The level now. It worsens as soon as a threshold is passed; it betters only past a second, stricter one, so that
     * a balance near a threshold does not suspend and resume guests again and again.
     */
    public FundsLevel levelAfter(FundsLevel before) {
        FundsLevel entered = level(WARN_RUNWAY, REFUSE_RUNWAY);
        if (!before.isWorseThan(entered)) {
            return entered;
        }
        FundsLevel cleared = level(WARN_CLEARED, REFUSE_CLEARED);
        return cleared.isWorseThan(before) ? before : cleared;
    }

    private FundsLevel level(Duration warn, Duration refuse) {
        if (balanceMicros < 0 || (balanceMicros == 0 && burnMicrosPerHour > 0)) {
            return FundsLevel.SUSPEND;
        }
        long free = balanceMicros - heldMicros;
        if (balanceMicros == 0 || free < 0 || lastsLessThan(refuse)) {
            return FundsLevel.REFUSE_NEW;
        }
        return lastsLessThan(warn) ? FundsLevel.WARN : FundsLevel.OK;
    }

    // balance / burn < runway, without dividing.
    private boolean lastsLessThan(Duration runway) {
        return BigInteger.valueOf(balanceMicros)
                        .multiply(BigInteger.valueOf(Duration.ofHours(1).toSeconds()))
                        .compareTo(
                                BigInteger.valueOf(burnMicrosPerHour).multiply(BigInteger.valueOf(runway.toSeconds())))
                < 0;
    }
}
