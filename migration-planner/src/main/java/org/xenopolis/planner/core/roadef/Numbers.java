package org.xenopolis.planner.core.roadef;

/** Whitespace separated whole numbers of a text, one after the other; what is wrong is named by its line. */
final class Numbers {
    private final String name;
    private final String text;
    private int at;
    private int line = 1;

    Numbers(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** The next number, which must be one of min..max. */
    int next(String what, int min, int max) {
        return (int) nextLong(what, min, max);
    }

    /** A count of things, each of which takes at least one more number: no count may be larger than the text. */
    int count(String what) {
        return next(what, 0, text.length());
    }

    long amount(String what) {
        return nextLong(what, 0, 1L << 40);
    }

    void end() {
        skipBlanks();
        if (at < text.length()) {
            throw wrong("more numbers than the counts announce");
        }
    }

    RoadefException wrong(String message) {
        return new RoadefException(name + ", line " + line + ": " + message);
    }

    private long nextLong(String what, long min, long max) {
        skipBlanks();
        if (at == text.length()) {
            throw wrong("the text ends where " + what + " should be");
        }
        int start = at;
        boolean negative = text.charAt(at) == '-';
        at += negative ? 1 : 0;
        int digits = at;
        long value = 0;
        while (at < text.length() && isDigit(text.charAt(at)) && at - digits < 18) {
            value = value * 10 + (text.charAt(at++) - '0');
        }
        value = negative ? -value : value;
        boolean whole = at > digits && (at == text.length() || isBlank(text.charAt(at)));
        if (!whole || value < min || value > max) {
            throw wrong(what + " is not a whole number from " + min + " to " + max + ": '" + word(start) + "'");
        }
        return value;
    }

    private String word(int start) {
        int end = start;
        while (end < text.length() && !isBlank(text.charAt(end)) && end - start < 24) {
            end++;
        }
        return text.substring(start, end);
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            if (text.charAt(at) == '\n') {
                line++;
            }
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }
}
