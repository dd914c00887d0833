package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One line's fields, read with the place at hand. */
record Fields(String file, int line, List<String> fields) {
    /** Empty parts too. Without a regular expression: a file has thousands of lines. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf(separator); to >= 0; to = text.indexOf(separator, from)) {
            parts.add(text.substring(from, to));
            from = to + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Of a text with blanks between its fields, one or more. */
    static Fields words(String file, int line, String text) {
        List<String> words = split(text.strip().replace('\t', ' '), ' ');
        words.removeIf(String::isEmpty);
        return new Fields(file, line, words);
    }

    Fields atLeast(int count, String what) {
        if (fields.size() < count) {
            throw wrong(what + " has " + fields.size() + " fields, needs " + count);
        }
        return this;
    }

    String text(int index) {
        return index < fields.size() ? fields.get(index) : "";
    }

    String text(int index, String otherwise) {
        return index < fields.size() && !fields.get(index).isEmpty() ? fields.get(index) : otherwise;
    }

    /** An amount, never negative; formats of Ganeti write some whole ones with a fraction of zero. */
    double amount(int index, String what, String otherwise) {
        String text = text(index, otherwise);
        double value = parse(text, what, Double::valueOf);
        if (!(value >= 0 && value < 1e15)) {
            throw wrong(what + " is not an amount: '" + text + "'");
        }
        return value;
    }

    long whole(int index, String what, String otherwise) {
        String text = text(index, otherwise);
        long value = parse(text, what, Long::valueOf);
        if (Math.abs(value) >= 1L << 48) {
            throw wrong(what + " is too large: '" + text + "'");
        }
        return value;
    }

    boolean yes(int index, String what) {
        return switch (text(index, "N")) {
            case "Y" -> true;
            case "N" -> false;
            default -> throw wrong(what + " is neither Y nor N: '" + text(index) + "'");
        };
    }

    List<String> words(int index) {
        String text = text(index);
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    GanetiException wrong(String message) {
        return new GanetiException(file + ", line " + line + ": " + message);
    }

    private <T> T parse(String text, String what, Function<String, T> as) {
        try {
            return as.apply(text);
        } catch (NumberFormatException e) {
            throw wrong(what + " is not a number: '" + text + "'");
        }
    }
}
