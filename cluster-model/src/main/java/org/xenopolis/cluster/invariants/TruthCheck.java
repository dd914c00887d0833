package org.xenopolis.cluster.invariants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;

/** I1 and I2 in fact, over the whole history of the hosts. */
final class TruthCheck {
    private final List<Violation> found = new ArrayList<>();

    private TruthCheck() {}

    static List<Violation> unpausedTwice(List<Segment> segments, long toleranceNanos) {
        Map<InstanceId, List<Segment>> byInstance = new LinkedHashMap<>();
        for (Segment segment : segments) {
            if (segment.isUnpaused()) {
                byInstance
                        .computeIfAbsent(segment.life().instance(), instance -> new ArrayList<>())
                        .add(segment);
            }
        }
        TruthCheck check = new TruthCheck();
        byInstance.values().forEach(ran -> check.unpausedTwiceOf(ran, toleranceNanos));
        return check.found;
    }

    private void unpausedTwiceOf(List<Segment> ran, long toleranceNanos) {
        ran.sort(Comparator.comparingLong(Segment::fromNanos));
        Segment longest = ran.getFirst();
        for (Segment segment : ran.subList(1, ran.size())) {
            if (!segment.life().equals(longest.life()) && overlapNanos(longest, segment) > toleranceNanos) {
                found.add(new Violation(
                        Invariant.I1,
                        segment.life() + " ran from " + segment.fromNanos() + " ns, while it ran as " + longest.life()
                                + until(longest.certainToNanos())));
            }
            if (segment.certainToNanos() > longest.certainToNanos()) {
                longest = segment;
            }
        }
    }

    private static long overlapNanos(Segment earlier, Segment later) {
        long end = Math.min(earlier.certainToNanos(), later.certainToNanos());
        return end == Segment.OPEN ? Segment.OPEN : end - later.fromNanos();
    }

    private static String until(long nanos) {
        return nanos == Segment.OPEN ? " and still does" : " until " + nanos + " ns";
    }

    /** A domain takes its memory and vCPUs for as long as it exists, zombies too. */
    static List<Violation> overCapacity(Collection<Host> hosts, List<Segment> segments) {
        Map<HostId, List<Change>> changes = new LinkedHashMap<>();
        for (Segment segment : segments) {
            List<Change> ofHost = changes.computeIfAbsent(segment.life().host(), host -> new ArrayList<>());
            long bytes = segment.start().memory().bytes();
            long vcpus = segment.start().vcpus().count();
            ofHost.add(new Change(segment.fromNanos(), bytes, vcpus));
            ofHost.add(new Change(segment.certainToNanos(), -bytes, -vcpus));
        }
        TruthCheck check = new TruthCheck();
        for (Host host : hosts) {
            check.overCapacityOn(host, changes.getOrDefault(host.id(), List.of()));
        }
        return check.found;
    }

    private void overCapacityOn(Host host, List<Change> changes) {
        long bytes = 0;
        long vcpus = 0;
        // At one instant what ends comes before what begins.
        List<Change> ordered = changes.stream()
                .sorted(Comparator.comparingLong(Change::atNanos).thenComparingLong(Change::bytes))
                .toList();
        long mostVcpus = (long) host.capacity().physicalCpus() * host.capacity().vcpuOvercommitPermille() / 1_000;
        for (Change change : ordered) {
            bytes = Math.addExact(bytes, change.bytes());
            vcpus = Math.addExact(vcpus, change.vcpus());
            boolean over = bytes > host.capacity().memory().bytes() || vcpus > mostVcpus;
            if (over) {
                found.add(new Violation(
                        Invariant.I2,
                        "host " + host.id() + " had domains of " + bytes + " bytes and " + vcpus + " vCPUs at "
                                + change.atNanos() + " ns, it has "
                                + host.capacity().memory().bytes()
                                + " bytes and " + mostVcpus + " vCPUs"));
                // One report per host: what follows is the same excess.
                return;
            }
        }
    }

    private record Change(long atNanos, long bytes, long vcpus) {}
}
