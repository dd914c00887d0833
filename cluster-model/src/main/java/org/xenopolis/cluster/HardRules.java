package org.xenopolis.cluster;

import static org.xenopolis.cluster.Allocation.Purpose.MIGRATION_TARGET;
import static org.xenopolis.cluster.Allocation.Purpose.RUN;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may never be, whichever host would be the best: validity, apart from choice.
 *
 * <p>The answers hold for the snapshot they were given. Whoever commits one has to make sure that the ledger is still
 * the one it read (host generation, conditional update), for the groups too: they span hosts.
 */
public final class HardRules {
    private HardRules() {}

    /** May this instance, which holds no place, be given one on this host? */
    public static Verdict place(Cluster cluster, PlacementRequest request, Host host) {
        InstanceSpec spec = request.spec();
        Set<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
        if (cluster.allocation(request.instance(), RUN).isPresent()) {
            reasons.add(RejectionReason.ALREADY_PLACED);
        }
        target(cluster, host, reasons);
        size(host, spec.resources(), cluster.free(host), reasons);
        constraints(cluster, request.instance(), spec.constraints(), host, Set.of(), reasons);
        return Verdict.of(reasons);
    }

    /** As below, for an instance that moves alone. */
    public static Verdict migrate(Cluster cluster, InstanceId instance, Host target) {
        return migrate(cluster, instance, target, LiveMove.ALONE);
    }

    /** May this instance move live to this host? */
    public static Verdict migrate(Cluster cluster, InstanceId instance, Host target, LiveMove move) {
        Optional<Allocation> running = cluster.allocation(instance, RUN);
        if (running.isEmpty()) {
            return Verdict.of(EnumSet.of(RejectionReason.NOT_PLACED));
        }
        Allocation guest = running.get();
        Set<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
        if (cluster.allocation(instance, MIGRATION_TARGET).isPresent()) {
            reasons.add(RejectionReason.ALREADY_MOVING);
        }
        if (guest.host().equals(target.id())) {
            reasons.add(RejectionReason.SAME_HOST);
        }
        target(cluster, target, reasons);
        size(target, guest.resources(), cluster.free(target), reasons);
        constraints(cluster, instance, guest.constraints(), target, move.along(), reasons);
        reasons.addAll(mobility(guest.constraints().mobility(), move));
        compatibility(cluster.host(guest.host()), target, reasons);
        return Verdict.of(reasons);
    }

    /** What a tenant's wishes about moves say against this one, whichever the host: nothing when it is forced. */
    public static Set<RejectionReason> mobility(Mobility asked, LiveMove move) {
        Set<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
        if (move.isForced()) {
            return reasons;
        }
        if (asked.isPinned()) {
            reasons.add(RejectionReason.PINNED);
        }
        boolean tooLong = asked.pauseMax()
                .flatMap(max -> move.pause().map(pause -> pause.compareTo(max) > 0))
                .orElse(false);
        if (tooLong) {
            reasons.add(RejectionReason.PAUSE_BUDGET);
        }
        return reasons;
    }

    /** May this instance have this size where it is? Growing counts what it holds already as free for it. */
    public static Verdict resize(Cluster cluster, InstanceId instance, Resources wanted) {
        Optional<Allocation> running = cluster.allocation(instance, RUN);
        if (running.isEmpty()) {
            return Verdict.of(EnumSet.of(RejectionReason.NOT_PLACED));
        }
        Optional<Host> where = cluster.host(running.get().host());
        if (where.isEmpty()) {
            return Verdict.of(EnumSet.of(RejectionReason.HOST_UNKNOWN));
        }
        Host host = where.get();
        Set<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
        if (cluster.allocation(instance, MIGRATION_TARGET).isPresent()) {
            reasons.add(RejectionReason.ALREADY_MOVING);
        }
        if (!host.state().answers()) {
            reasons.add(RejectionReason.HOST_NOT_UP);
        }
        Resources others = cluster.used(host.id()).minus(running.get().resources());
        size(host, wanted, host.capacity().total().minusUpTo(others), reasons);
        return Verdict.of(reasons);
    }

    private static void target(Cluster cluster, Host host, Set<RejectionReason> reasons) {
        if (cluster.host(host.id()).isEmpty()) {
            reasons.add(RejectionReason.HOST_UNKNOWN);
        }
        switch (host.state()) {
            case UP -> {}
            case CORDONED, DRAINING -> reasons.add(RejectionReason.CORDONED);
            case SUSPECT, FENCED, DOWN -> reasons.add(RejectionReason.HOST_NOT_UP);
        }
    }

    private static void size(Host host, Resources wanted, Resources room, Set<RejectionReason> reasons) {
        if (wanted.vcpus().compareTo(room.vcpus()) > 0) {
            reasons.add(RejectionReason.VCPU);
        }
        if (wanted.memory().compareTo(room.memory()) > 0) {
            reasons.add(RejectionReason.MEMORY);
        }
        if (wanted.disk().compareTo(room.disk()) > 0) {
            reasons.add(RejectionReason.DISK);
        }
        // More vCPUs than CPUs can never run at once: the tenant would pay for what no overcommit can give.
        if (!wanted.fitsIn(host.capacity().total())
                || wanted.vcpus().count() > host.capacity().physicalCpus()) {
            reasons.add(RejectionReason.TOO_LARGE);
        }
    }

    private static void constraints(
            Cluster cluster,
            InstanceId instance,
            Constraints asked,
            Host host,
            Set<InstanceId> movingAlong,
            Set<RejectionReason> reasons) {
        if (asked.zone().isPresent() && !asked.zone().get().equals(host.zone())) {
            reasons.add(RejectionReason.ZONE);
        }
        if (!host.cpu().hasAll(asked.cpuFeatures())) {
            reasons.add(RejectionReason.CPU_FEATURES);
        }
        if (asked.antiAffinity().isPresent()
                && holdsOther(
                        cluster.allocationsOn(host.id()), asked.antiAffinity().get(), instance)) {
            reasons.add(RejectionReason.ANTI_AFFINITY);
        }
        if (asked.affinity().isPresent()
                && leavesBehind(cluster, asked.affinity().get(), instance, host.id(), movingAlong)) {
            reasons.add(RejectionReason.AFFINITY);
        }
    }

    private static boolean holdsOther(List<Allocation> onHost, PlacementGroup antiAffinity, InstanceId self) {
        for (Allocation held : onHost) {
            if (!held.instance().equals(self)
                    && held.constraints()
                            .antiAffinity()
                            .filter(antiAffinity::equals)
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a member of the group has no place on this host and is not about to get one. */
    private static boolean leavesBehind(
            Cluster cluster, PlacementGroup affinity, InstanceId self, HostId host, Set<InstanceId> movingAlong) {
        for (Allocation member : cluster.allocationsTogether(affinity)) {
            InstanceId other = member.instance();
            if (!other.equals(self)
                    && !movingAlong.contains(other)
                    && cluster.allocationsOf(other).stream()
                            .noneMatch(held -> held.host().equals(host))) {
                return true;
            }
        }
        return false;
    }

    /**
     * A guest has found the features of the host it was started on and goes on using them. It may have been started on
     * an earlier, smaller host; asking for all of the present one errs on the safe side.
     */
    private static void compatibility(Optional<Host> source, Host target, Set<RejectionReason> reasons) {
        if (source.isEmpty() || !source.get().state().answers()) {
            reasons.add(RejectionReason.SOURCE_NOT_UP);
        }
        if (source.isEmpty()) {
            return;
        }
        Host from = source.get();
        if (!from.cpu().vendor().equals(target.cpu().vendor())) {
            reasons.add(RejectionReason.CPU_VENDOR);
        } else if (!from.cpu().canSendTo(target.cpu())) {
            reasons.add(RejectionReason.CPU_FEATURES);
        }
        if (!from.xen().canSendTo(target.xen())) {
            reasons.add(RejectionReason.XEN_VERSION);
        }
    }
}
