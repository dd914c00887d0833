package org.xenopolis.scheduler.placement;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.HardRules;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.PlacementRequest;
import org.xenopolis.cluster.RejectionReason;
import org.xenopolis.cluster.Resources;
import org.xenopolis.cluster.Verdict;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.scheduler.core.PlacementOutcome;
import org.xenopolis.scheduler.core.Placer;

/** Answers where something should go, on what is known now. What it answers is no promise: the ledger commits. */
@ApplicationScoped
public class Places {
    private final ClusterCache clusters;

    Places(ClusterCache clusters) {
        this.clusters = clusters;
    }

    /** @param except hosts that refused it, @param again whether the last answer turned out to be stale */
    public PlacementOutcome place(PlacementRequest request, Set<HostId> except, boolean again) {
        return decide(again, snapshot -> placer(snapshot, request.instance()).place(request, except));
    }

    /** Whether the host that has its disk can take it back. */
    public PlacementOutcome wake(PlacementRequest request, HostId diskHost) {
        Cluster cluster = clusters.fresh().withoutDiskOf(request.instance());
        return cluster.host(diskHost)
                .map(host -> Placer.of(cluster, 0).placeOn(request, host))
                .orElseGet(Places::unknownHost);
    }

    public PlacementOutcome migrate(InstanceId instance, Digest image) {
        ClusterSnapshot snapshot = clusters.fresh();
        return placer(snapshot, snapshot.withVolumesOf(instance), instance).migrate(instance, image);
    }

    /** @param along members of its affinity group that go there too */
    public PlacementOutcome migrateTo(InstanceId instance, HostId target, Set<InstanceId> along) {
        Cluster cluster = clusters.fresh().withVolumesOf(instance);
        return cluster.host(target)
                .map(host -> Placer.of(cluster, 0).migrateTo(instance, host, along))
                .orElseGet(Places::unknownHost);
    }

    /** Where a new one would go; reserves nothing. */
    public PlacementOutcome whatIf(PlacementRequest request) {
        return placer(clusters.fresh(), request.instance()).place(request);
    }

    /** Refuses a size that the instance cannot have where it is. */
    public void requireResizable(InstanceId instance, org.xenopolis.contracts.common.Resources wanted) {
        Verdict verdict = HardRules.resize(
                clusters.fresh().cluster(),
                instance,
                Resources.of(
                        wanted.getVcpus(),
                        new MemorySize(wanted.getMemoryBytes()),
                        new DiskSize(wanted.getDiskBytes())));
        if (!verdict.isAllowed()) {
            Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
            verdict.reasons().forEach(reason -> reasons.put(reason, 1));
            throw refusal(new PlacementOutcome.Rejected(reasons, 1));
        }
    }

    /** Tells the choices of this process, until the next reading, that there is less room on this host. */
    public void promise(HostId host, org.xenopolis.contracts.common.Resources resources) {
        clusters.recent().promise(host, resources);
    }

    private PlacementOutcome decide(boolean again, Function<ClusterSnapshot, PlacementOutcome> choice) {
        if (!again) {
            PlacementOutcome outcome = choice.apply(clusters.recent());
            if (outcome instanceof PlacementOutcome.Placed) {
                return outcome;
            }
        }
        return choice.apply(clusters.fresh());
    }

    private static Placer placer(ClusterSnapshot snapshot, InstanceId instance) {
        return placer(snapshot, snapshot.cluster(), instance);
    }

    private static Placer placer(ClusterSnapshot snapshot, Cluster cluster, InstanceId instance) {
        return new Placer(cluster, snapshot::promised, instance.value().getLeastSignificantBits());
    }

    private static PlacementOutcome unknownHost() {
        return new PlacementOutcome.Rejected(Map.of(RejectionReason.HOST_UNKNOWN, 1), 1);
    }

    /** Says why nothing fits, in words the tenant can act on; the counts are in the attributes. */
    public static ProblemException refusal(PlacementOutcome.Rejected rejected) {
        String sentences = rejected.hostsByReason().isEmpty()
                ? "There is no host."
                : rejected.hostsByReason().entrySet().stream()
                        .map(entry ->
                                entry.getValue() + " host(s): " + entry.getKey().sentence())
                        .collect(Collectors.joining(" "));
        Map<String, String> counts = rejected.hostsByReason().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> "hosts." + entry.getKey().name(), entry -> String.valueOf(entry.getValue())));
        return new Problem(ErrorKind.NO_CAPACITY, "no-valid-host", "No host can take it. " + sentences, counts)
                .exception();
    }
}
