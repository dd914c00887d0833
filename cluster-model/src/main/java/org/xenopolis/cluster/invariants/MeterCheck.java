package org.xenopolis.cluster.invariants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.invariants.Spans.Span;

/** I4: every nanosecond that is to be billed is, once, and no other. */
final class MeterCheck {
    private final List<Violation> found = new ArrayList<>();
    private final long untilNanos;
    private final long toleranceNanos;

    private MeterCheck(long untilNanos, long toleranceNanos) {
        this.untilNanos = untilNanos;
        this.toleranceNanos = toleranceNanos;
    }

    static List<Violation> noneTwice(Collection<MeterInterval> intervals) {
        MeterCheck check = new MeterCheck(Segment.OPEN, 0);
        byLife(intervals).forEach(check::noneTwice);
        return check.found;
    }

    static List<Violation> equalsTruth(
            Collection<MeterInterval> intervals,
            Collection<TruthEvent> events,
            Predicate<DomainState> billed,
            long untilNanos,
            long toleranceNanos) {
        MeterCheck check = new MeterCheck(untilNanos, toleranceNanos);
        Map<DomainLife, List<MeterInterval>> metered = byLife(intervals);
        Map<DomainLife, List<Segment>> truth = new LinkedHashMap<>();
        for (Segment segment : Timeline.of(events)) {
            if (billed.test(segment.start().state())) {
                truth.computeIfAbsent(segment.life(), life -> new ArrayList<>()).add(segment);
            }
        }
        Set<DomainLife> lives = new LinkedHashSet<>(truth.keySet());
        lives.addAll(metered.keySet());
        for (DomainLife life : lives) {
            check.time(life, metered.getOrDefault(life, List.of()), truth.getOrDefault(life, List.of()));
        }
        check.cpu(metered, events);
        return check.found;
    }

    private void noneTwice(DomainLife life, List<MeterInterval> intervals) {
        long billedTo = Long.MIN_VALUE;
        for (MeterInterval interval : intervals) {
            if (interval.fromNanos() < billedTo && interval.fromNanos() < interval.toNanos()) {
                broken(life + " is billed twice from " + interval.fromNanos() + " to "
                        + Math.min(billedTo, interval.toNanos()) + " ns");
            }
            billedTo = Math.max(billedTo, interval.toNanos());
        }
    }

    private void time(DomainLife life, List<MeterInterval> intervals, List<Segment> segments) {
        List<Span> billed = new ArrayList<>();
        List<Span> certain = new ArrayList<>();
        List<Span> possible = new ArrayList<>();
        intervals.forEach(interval -> billed.add(judged(interval.fromNanos(), interval.toNanos())));
        for (Segment segment : segments) {
            certain.add(judged(segment.fromNanos(), segment.certainToNanos()));
            possible.add(judged(segment.fromNanos(), segment.possibleToNanos()));
        }
        for (Span gap : Spans.union(certain).minus(Spans.union(billed)).spans()) {
            report(gap, life + " is not billed");
        }
        for (Span extra : Spans.union(billed).minus(Spans.union(possible)).spans()) {
            report(extra, life + " is billed though it did not run");
        }
    }

    private Span judged(long from, long to) {
        return new Span(from, Math.min(to, untilNanos));
    }

    private void report(Span span, String what) {
        if (span.nanos() > toleranceNanos) {
            broken(what + " from " + span.from() + " to " + span.to() + " ns");
        }
    }

    /** Only of domains that are gone: while one runs, its meter is a little behind. */
    private void cpu(Map<DomainLife, List<MeterInterval>> metered, Collection<TruthEvent> events) {
        Map<DomainLife, Long> ended = new HashMap<>();
        for (TruthEvent event : events) {
            if (event.state() == DomainState.GONE && event.monotonicNanos() <= untilNanos) {
                ended.put(
                        new DomainLife(event.host(), event.bootId(), event.domid(), event.instance()),
                        event.cpu().nanos());
            }
        }
        ended.forEach((life, nanos) -> {
            long billed = 0;
            for (MeterInterval interval : metered.getOrDefault(life, List.of())) {
                billed = Math.addExact(billed, interval.cpu().nanos());
            }
            if (Math.abs(billed - nanos) > toleranceNanos) {
                broken(life + " is billed " + billed + " ns of CPU and used " + nanos + " ns");
            }
        });
    }

    private static Map<DomainLife, List<MeterInterval>> byLife(Collection<MeterInterval> intervals) {
        Map<DomainLife, List<MeterInterval>> byLife = new LinkedHashMap<>();
        for (MeterInterval interval : intervals) {
            byLife.computeIfAbsent(
                            new DomainLife(interval.host(), interval.bootId(), interval.domid(), interval.instance()),
                            life -> new ArrayList<>())
                    .add(interval);
        }
        byLife.values().forEach(ofLife -> ofLife.sort(Comparator.comparingLong(MeterInterval::fromNanos)));
        return byLife;
    }

    private void broken(String detail) {
        found.add(new Violation(Invariant.I4, detail));
    }
}
