package org.xenopolis.cluster.invariants;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.InstanceId;

/** The questions that can be asked of the checker; each answers with what is wrong, and with nothing when all is well. */
public final class Invariants {
    private Invariants() {}

    /**
     * I2 in the ledger; places on unknown hosts, two places for one purpose; zones, groups and CPU features. Holds at
     * every commit, in the midst of operations too.
     */
    public static List<Violation> ofLedger(Cluster cluster) {
        return LedgerCheck.of(cluster);
    }

    /** Whether the totals that a ledger keeps per host are the sums of its allocations, and none is negative. */
    public static List<Violation> ofRecordedUse(Cluster cluster, Collection<RecordedUse> recorded) {
        return LedgerCheck.of(cluster, recorded);
    }

    /**
     * I1 and I2 in fact, over the truth journals of all hosts, in any order of hosts; events of one host in the order in
     * which it wrote them.
     *
     * @param toleranceNanos how far apart the monotonic clocks of two hosts may be: 0 for hosts simulated on one
     *     machine, where I1 is judged exactly. An overlap that still goes on is always reported.
     */
    public static List<Violation> ofTruth(Collection<Host> hosts, Collection<TruthEvent> events, long toleranceNanos) {
        List<Segment> segments = Timeline.of(events);
        List<Violation> found = new ArrayList<>(TruthCheck.unpausedTwice(segments, toleranceNanos));
        found.addAll(TruthCheck.overCapacity(hosts, segments));
        return found;
    }

    /**
     * I1 as inventories show it: an instance unpaused in two places. They are taken at different moments, so during a
     * migration one pair alone proves nothing: ask again with the next ones.
     */
    public static List<Violation> ofInventories(Collection<SeenDomain> domains) {
        List<Violation> found = new ArrayList<>();
        Map<InstanceId, SeenDomain> running = new LinkedHashMap<>();
        for (SeenDomain domain : domains) {
            if (domain.state().isUnpaused()) {
                SeenDomain other = running.putIfAbsent(domain.instance(), domain);
                if (other != null) {
                    found.add(new Violation(Invariant.I1, other + " and " + domain));
                }
            }
        }
        return found;
    }

    /** I7, and that nothing is still on its way (I3), once no operation is under way. */
    public static List<Violation> atRest(AtRest state) {
        return AgreementCheck.of(state);
    }

    /** I4 without the truth: no nanosecond of a domain is billed twice. */
    public static List<Violation> ofMeters(Collection<MeterInterval> intervals) {
        return MeterCheck.noneTwice(intervals);
    }

    /**
     * I4: the intervals are exactly the time that each domain spent in the billed states, once; and the CPU time of
     * domains that are gone is what they used. What a host did between its last word and its next boot is not judged.
     *
     * @param untilNanos judges what was before; {@link Long#MAX_VALUE} when every meter is closed
     * @param toleranceNanos how much each end, and each domain's CPU time, may differ; 0 for simulated hosts
     */
    public static List<Violation> ofMeters(
            Collection<MeterInterval> intervals,
            Collection<TruthEvent> events,
            Predicate<DomainState> billed,
            long untilNanos,
            long toleranceNanos) {
        List<Violation> found = new ArrayList<>(MeterCheck.noneTwice(intervals));
        found.addAll(MeterCheck.equalsTruth(intervals, events, billed, untilNanos, toleranceNanos));
        return found;
    }
}
