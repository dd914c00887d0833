package org.xenopolis.host.simulator;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.core.Reading;

/**
 * Who has used how much of a simulated host's CPUs. Counters between two events are computed when they are asked for, and
 * the same events give the same counters however often and whenever that was.
 *
 * <p>While the guests' demands together fit the CPUs, each gets what it wants, in closed form. Otherwise the time is cut
 * where a demand changes, and shared by weight within each piece.
 */
final class CpuModel {
    private final long capacityMicros;
    private final Collection<SimulatedGuest> guests;
    /** All guests are counted up to here. */
    private long settledNanos;

    /** @param guests of the host, as they come and go */
    CpuModel(int physicalCpus, Collection<SimulatedGuest> guests) {
        this.capacityMicros = physicalCpus * 1_000_000L;
        this.guests = guests;
    }

    long settledNanos() {
        return settledNanos;
    }

    /** Counts from that moment on; nothing before it is known, or it was counted already. */
    void startAt(long at) {
        settledNanos = at;
    }

    /** Counts every guest up to that moment. */
    void settle(long at) {
        Map<Integer, Long> used = usedSince(at);
        long ran = at - settledNanos;
        guests.forEach(guest -> {
            if (guest.isUnpaused()) {
                guest.ran(ran, used.getOrDefault(guest.domid(), 0L));
            }
        });
        settledNanos = at;
    }

    /** Readings of all guests at that moment, which is not before the last event. */
    Map<Integer, Reading> readings(long at) {
        Map<Integer, Long> used = usedSince(at);
        // Where CPUs are short, counting moved on to the last change of demand.
        long ran = at - settledNanos;
        Map<Integer, Reading> readings = new TreeMap<>();
        guests.forEach(guest -> {
            Counters counters = guest.isUnpaused()
                    ? guest.counters(ran, used.getOrDefault(guest.domid(), 0L))
                    : guest.counters(0, 0);
            readings.put(guest.domid(), new Reading(guest.state(), guest.sinceNanos(), at, counters));
        });
        return readings;
    }

    private Map<Integer, Long> usedSince(long at) {
        if (at < settledNanos) {
            throw new IllegalArgumentException("time went back: " + at + " after " + settledNanos);
        }
        List<SimulatedGuest> running =
                guests.stream().filter(SimulatedGuest::isUnpaused).toList();
        Map<Integer, Long> used = new HashMap<>();
        if (running.stream().mapToLong(SimulatedGuest::wantedMicrosMax).sum() <= capacityMicros) {
            running.forEach(guest -> used.put(guest.domid(), guest.freeCpuNanos(settledNanos, at)));
            return used;
        }
        long edge = nextEdge(running, settledNanos);
        while (edge <= at) {
            long[] given = shares(running, settledNanos);
            for (int i = 0; i < given.length; i++) {
                running.get(i).ran(edge - settledNanos, SimulatedGuest.part(edge - settledNanos, given[i]));
            }
            settledNanos = edge;
            edge = nextEdge(running, edge);
        }
        long[] given = shares(running, settledNanos);
        for (int i = 0; i < given.length; i++) {
            used.put(running.get(i).domid(), SimulatedGuest.part(at - settledNanos, given[i]));
        }
        return used;
    }

    private static long nextEdge(List<SimulatedGuest> running, long after) {
        return running.stream()
                .mapToLong(guest -> guest.program().nextEdgeAfter(after))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private long[] shares(List<SimulatedGuest> running, long at) {
        long[] wanted =
                running.stream().mapToLong(guest -> guest.wantedMicrosAt(at)).toArray();
        int[] weights = running.stream().mapToInt(SimulatedGuest::weight).toArray();
        return CreditScheduler.share(capacityMicros, wanted, weights);
    }
}
