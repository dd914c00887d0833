package org.xenopolis.billing.core;

import java.math.BigInteger;

/**
 * So many micros for so many units: an exact rational, never a decimal fraction.
 *
 * @param per a positive whole number of the dimension's units; may pass 64 bits (a GiB-month is 2.8e24 byte-nanoseconds)
 * @param unitLabel how people call {@code per} units, e.g. "GiB-hour"
 */
public record Price(Dimension dimension, long micros, BigInteger per, String unitLabel) {
    public static final int PER_DIGITS_MAX = 38;

    public Price {
        if (micros < 0) {
            throw new IllegalArgumentException("the price of " + dimension + " is negative: " + micros);
        }
        if (per.signum() <= 0 || per.toString().length() > PER_DIGITS_MAX) {
            throw new IllegalArgumentException(
                    "per of " + dimension + " must be a whole number from 1 to " + PER_DIGITS_MAX + " digits: " + per);
        }
    }
}
