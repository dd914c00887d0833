package org.xenopolis.scheduler.core;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.LiveMove;
import org.xenopolis.cluster.PlacementRequest;
import org.xenopolis.cluster.RejectionReason;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.Verdict;

/**
 * Chooses a host. What is valid is {@link HardRules}' to say; among the valid ones the best {@link Scoring} wins, and a
 * tie is broken by the seed, so that equal questions with equal seeds have equal answers.
 */
public final class Placer {
    private final Cluster cluster;
    /** What was promised on a host since the snapshot was taken. */
    private final Function<HostId, Resources> promised;

    private final long seed;

    public Placer(Cluster cluster, Function<HostId, Resources> promised, long seed) {
        this.cluster = cluster;
        this.promised = promised;
        this.seed = seed;
    }

    public static Placer of(Cluster cluster, long seed) {
        return new Placer(cluster, host -> Resources.ZERO, seed);
    }

    public PlacementOutcome place(PlacementRequest request) {
        return place(request, Set.of());
    }

    /** Where an instance that holds no place should get one. @param except hosts that have refused it */
    public PlacementOutcome place(PlacementRequest request, Set<HostId> except) {
        return best(
                host -> except.contains(host.id())
                        ? Verdict.of(Set.of(RejectionReason.REFUSED))
                        : HardRules.place(cluster, request, host),
                request.spec().resources(),
                request.spec().image());
    }

    /** Where a running instance should move. */
    public PlacementOutcome migrate(InstanceId instance, Digest image) {
        Resources wanted = cluster.allocation(instance, Allocation.Purpose.RUN)
                .map(Allocation::resources)
                .orElse(Resources.ZERO);
        return best(host -> HardRules.migrate(cluster, instance, host), wanted, image);
    }

    /** Whether this one host can take it, in the same form. */
    public PlacementOutcome migrateTo(InstanceId instance, Host target, Set<InstanceId> along) {
        return alone(target, HardRules.migrate(cluster, instance, target, LiveMove.ALONE.along(along)));
    }

    public PlacementOutcome placeOn(PlacementRequest request, Host target) {
        return alone(target, HardRules.place(cluster, request, target));
    }

    private static PlacementOutcome alone(Host target, Verdict verdict) {
        if (verdict.isAllowed()) {
            return new PlacementOutcome.Placed(target.id(), 1);
        }
        Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
        verdict.reasons().forEach(reason -> reasons.put(reason, 1));
        return new PlacementOutcome.Rejected(reasons, 1);
    }

    private PlacementOutcome best(Function<Host, Verdict> rules, Resources wanted, Digest image) {
        Map<RejectionReason, Integer> rejections = new EnumMap<>(RejectionReason.class);
        @Nullable HostId best = null;
        double bestScore = Double.NEGATIVE_INFINITY;
        long bestTie = 0;
        for (Host host : cluster.hosts()) {
            Resources free = cluster.free(host).minusUpTo(promised.apply(host.id()));
            Verdict verdict = rules.apply(host);
            Set<RejectionReason> reasons = verdict.isAllowed() ? tooLittle(wanted, free) : verdict.reasons();
            if (!reasons.isEmpty()) {
                reasons.forEach(reason -> rejections.merge(reason, 1, Integer::sum));
                continue;
            }
            double score = Scoring.score(host, free, wanted, image);
            long tie = tie(host.id());
            if (score > bestScore || (score == bestScore && tie > bestTie)) {
                best = host.id();
                bestScore = score;
                bestTie = tie;
            }
        }
        int considered = cluster.hosts().size();
        return best == null
                ? new PlacementOutcome.Rejected(rejections, considered)
                : new PlacementOutcome.Placed(best, considered);
    }

    private static Set<RejectionReason> tooLittle(Resources wanted, Resources free) {
        if (wanted.fitsIn(free)) {
            return Set.of();
        }
        Set<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
        if (wanted.vcpus().compareTo(free.vcpus()) > 0) {
            reasons.add(RejectionReason.VCPU);
        }
        if (wanted.memory().compareTo(free.memory()) > 0) {
            reasons.add(RejectionReason.MEMORY);
        }
        if (wanted.disk().compareTo(free.disk()) > 0) {
            reasons.add(RejectionReason.DISK);
        }
        return reasons;
    }

    /** The finalizer of SplitMix64: neighbouring ids and seeds give unrelated numbers. */
    private long tie(HostId host) {
        long mixed = host.value().getMostSignificantBits() ^ host.value().getLeastSignificantBits() ^ seed;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
