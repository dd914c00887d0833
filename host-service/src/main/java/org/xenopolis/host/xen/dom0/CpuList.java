package org.xenopolis.host.xen.dom0;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Processors of a host, as xl writes them: {@code 2-15} or {@code 0,2-3}. */
public final class CpuList {
    private static final int NUMBER_MAX = 4_095;
    private static final Pattern RANGE = Pattern.compile("(0|[1-9]\\d{0,3})(?:-(0|[1-9]\\d{0,3}))?");

    private final String text;
    private final SortedSet<Integer> numbers;

    private CpuList(String text, SortedSet<Integer> numbers) {
        this.text = text;
        this.numbers = Collections.unmodifiableSortedSet(numbers);
    }

    public static CpuList of(String text) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw new IllegalArgumentException("no list of processors: " + text);
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first || last > NUMBER_MAX) {
                throw new IllegalArgumentException("no list of processors: " + text);
            }
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        return new CpuList(text, numbers);
    }

    public int count() {
        return numbers.size();
    }

    public int last() {
        return numbers.last();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuList list && list.numbers.equals(numbers);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
