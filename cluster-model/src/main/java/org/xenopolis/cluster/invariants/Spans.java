package org.xenopolis.cluster.invariants;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A set of nanoseconds, kept as stretches that are ordered and do not touch. */
record Spans(List<Span> spans) {
    /** From, inclusive, to, exclusive. */
    record Span(long from, long to) {
        long nanos() {
            return to == Segment.OPEN ? Segment.OPEN : to - from;
        }
    }

    static Spans union(List<Span> any) {
        List<Span> ordered = any.stream()
                .filter(span -> span.from() < span.to())
                .sorted(Comparator.comparingLong(Span::from))
                .toList();
        List<Span> merged = new ArrayList<>();
        for (Span span : ordered) {
            if (!merged.isEmpty() && span.from() <= merged.getLast().to()) {
                Span before = merged.removeLast();
                merged.add(new Span(before.from(), Math.max(before.to(), span.to())));
            } else {
                merged.add(span);
            }
        }
        return new Spans(merged);
    }

    Spans minus(Spans other) {
        List<Span> left = new ArrayList<>();
        int next = 0;
        for (Span span : spans) {
            long from = span.from();
            while (next < other.spans.size() && other.spans.get(next).to() <= from) {
                next++;
            }
            for (int i = next; i < other.spans.size() && other.spans.get(i).from() < span.to(); i++) {
                Span cut = other.spans.get(i);
                if (cut.from() > from) {
                    left.add(new Span(from, cut.from()));
                }
                from = Math.max(from, cut.to());
            }
            if (from < span.to()) {
                left.add(new Span(from, span.to()));
            }
        }
        return new Spans(left);
    }
}
