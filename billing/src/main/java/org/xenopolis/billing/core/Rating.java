package org.xenopolis.billing.core;

import java.math.BigInteger;

/**
 * Turns usage into money. Per line and dimension the exact rational {@code quantity × micros / per} is rounded half to
 * even to whole micros; everything after that is addition of whole numbers. So the result depends on no order and no
 * batching, and anyone can redo it.
 */
public final class Rating {
    /** A line that costs more than a million units of a currency is a mistake, and sums of lines stay in 64 bits. */
    public static final long LINE_MICROS_MAX = 1_000_000 * Money.MICROS_PER_UNIT;

    private static final Dimension[] DIMENSIONS = Dimension.values();

    private Rating() {}

    /** @throws ArithmeticException when the line costs more than {@link #LINE_MICROS_MAX} */
    public static Charges rate(Usage usage, PriceBook book) {
        long[] micros = new long[DIMENSIONS.length];
        for (Dimension dimension : DIMENSIONS) {
            Price price = book.price(dimension);
            if (price != null) {
                micros[dimension.ordinal()] = amount(Quantity.of(usage, dimension), price);
            }
        }
        Charges charges = new Charges(micros);
        if (charges.totalMicros() > LINE_MICROS_MAX) {
            throw new ArithmeticException("a line costs " + charges.totalMicros() + " micros");
        }
        return charges;
    }

    static long amount(Quantity quantity, Price price) {
        if (quantity.isZero() || price.micros() == 0) {
            return 0;
        }
        long units = quantity.count() * quantity.times();
        long numerator = units * price.micros();
        if (Math.multiplyHigh(quantity.count(), quantity.times()) == 0
                && units >= 0
                && Math.multiplyHigh(units, price.micros()) == 0
                && numerator >= 0
                && price.per().bitLength() < Long.SIZE - 1) {
            return divideHalfEven(numerator, price.per().longValue());
        }
        return divideHalfEven(quantity.toBigInteger().multiply(BigInteger.valueOf(price.micros())), price.per());
    }

    static long amount(BigInteger quantity, Price price) {
        return divideHalfEven(quantity.multiply(BigInteger.valueOf(price.micros())), price.per());
    }

    // divisor < 2^62, so twice the remainder does not wrap.
    private static long divideHalfEven(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long twice = 2 * (dividend % divisor);
        return twice > divisor || (twice == divisor && (quotient & 1) == 1) ? quotient + 1 : quotient;
    }

    private static long divideHalfEven(BigInteger dividend, BigInteger divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        return (up ? parts[0].add(BigInteger.ONE) : parts[0]).longValueExact();
    }
}
