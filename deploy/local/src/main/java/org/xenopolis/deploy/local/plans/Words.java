package org.xenopolis.deploy.local.plans;

import java.util.Locale;

/** Amounts as a terminal shows them. */
final class Words {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Words() {}

    static String bytes(long bytes) {
        int unit = 0;
        double amount = bytes;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    static String millis(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis < 100_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
                : String.format(Locale.ROOT, "%d min %d s", millis / 60_000, millis / 1_000 % 60);
    }

    static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    static String number(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** From share to share of a line of that many characters. */
    static String bar(double from, double to, int width) {
        int start = Math.clamp(Math.round(from * width), 0, width - 1);
        int end = Math.clamp(Math.round(to * width), start + 1, width);
        return " ".repeat(start) + "#".repeat(end - start) + " ".repeat(width - end);
    }

    static String many(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
