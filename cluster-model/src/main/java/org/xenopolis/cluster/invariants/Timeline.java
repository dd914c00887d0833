package org.xenopolis.cluster.invariants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.HostId;

/** Turns events into segments: each lasts until the next event of the same domain. */
final class Timeline {
    private static final Comparator<TruthEvent> BY_TIME = Comparator.comparingLong(TruthEvent::monotonicNanos);

    private final List<Segment> segments = new ArrayList<>();

    private Timeline() {}

    static List<Segment> of(Collection<TruthEvent> events) {
        Map<HostId, Map<String, List<TruthEvent>>> byHost = new LinkedHashMap<>();
        for (TruthEvent event : events) {
            byHost.computeIfAbsent(event.host(), host -> new LinkedHashMap<>())
                    .computeIfAbsent(event.bootId(), boot -> new ArrayList<>())
                    .add(event);
        }
        Timeline timeline = new Timeline();
        byHost.values().forEach(boots -> timeline.addHost(new ArrayList<>(boots.values())));
        return timeline.segments;
    }

    private void addHost(List<List<TruthEvent>> boots) {
        // Stable: events of one instant keep the order in which the host wrote them.
        boots.forEach(boot -> boot.sort(BY_TIME));
        boots.sort(Comparator.comparing(List::getFirst, BY_TIME));
        for (int i = 0; i < boots.size(); i++) {
            List<TruthEvent> boot = boots.get(i);
            boolean last = i == boots.size() - 1;
            addBoot(
                    boot,
                    last ? Segment.OPEN : boot.getLast().monotonicNanos(),
                    last ? Segment.OPEN : boots.get(i + 1).getFirst().monotonicNanos());
        }
    }

    private void addBoot(List<TruthEvent> events, long certainEnd, long possibleEnd) {
        Map<Integer, TruthEvent> current = new HashMap<>();
        for (TruthEvent event : events) {
            TruthEvent before = current.put(event.domid(), event);
            if (before != null) {
                add(before, event.monotonicNanos(), event.monotonicNanos());
            }
        }
        current.values().forEach(event -> add(event, certainEnd, possibleEnd));
    }

    private void add(TruthEvent start, long certainTo, long possibleTo) {
        if (start.state().exists()) {
            DomainLife life = new DomainLife(start.host(), start.bootId(), start.domid(), start.instance());
            segments.add(new Segment(life, start, certainTo, possibleTo));
        }
    }
}
