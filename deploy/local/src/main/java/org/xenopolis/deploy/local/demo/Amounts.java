package org.xenopolis.deploy.local.demo;

import java.math.BigDecimal;

/** Amounts as people read them. */
public final class Amounts {
    private Amounts() {}

    /** @param micros millionths of the currency's unit */
    public static String money(long micros, String currency) {
        return BigDecimal.valueOf(micros, 6).toPlainString() + " " + currency;
    }

    public static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
