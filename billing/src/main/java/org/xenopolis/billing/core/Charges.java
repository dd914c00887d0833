package org.xenopolis.billing.core;

import java.util.Arrays;

/** Micros of money per dimension. */
public final class Charges {
    private final long[] micros;

    Charges(long[] micros) {
        this.micros = micros;
    }

    public long micros(Dimension dimension) {
        return micros[dimension.ordinal()];
    }

    /** Throws {@link ArithmeticException} rather than wrap around. */
    public long totalMicros() {
        long total = 0;
        for (long amount : micros) {
            total = Math.addExact(total, amount);
        }
        return total;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Charges charges && Arrays.equals(micros, charges.micros);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(micros);
    }

    @Override
    public String toString() {
        return Arrays.toString(micros);
    }
}
