package org.xenopolis.cluster;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The hard rules said again, slowly: each reason is one sentence over the bare list of allocations. */
final class RestatedRules {
    private final Cluster cluster;
    private final Map<RejectionReason, BooleanSupplier> rules = new LinkedHashMap<>();

    private RestatedRules(Cluster cluster) {
        this.cluster = cluster;
    }

    static Set<RejectionReason> place(Cluster cluster, PlacementRequest request, Host host) {
        RestatedRules said = new RestatedRules(cluster);
        said.rules.put(
                RejectionReason.ALREADY_PLACED,
                () -> said.held(a -> a.instance().equals(request.instance()) && isRun(a))
                        .findAny()
                        .isPresent());
        said.target(host);
        said.size(host, request.spec().resources(), a -> a.host().equals(host.id()));
        said.wishes(request.instance(), request.spec().constraints(), host, Set.of());
        return said.broken();
    }

    static Set<RejectionReason> migrate(Cluster cluster, InstanceId instance, Host target, LiveMove move) {
        RestatedRules said = new RestatedRules(cluster);
        List<Allocation> own = said.held(a -> a.instance().equals(instance)).toList();
        if (own.stream().noneMatch(RestatedRules::isRun)) {
            return Set.of(RejectionReason.NOT_PLACED);
        }
        Allocation guest = own.stream().filter(RestatedRules::isRun).findFirst().orElseThrow();
        Host source = cluster.hosts().stream()
                .filter(host -> host.id().equals(guest.host()))
                .findFirst()
                .orElseThrow();
        boolean sameVendor = source.cpu().vendor().equals(target.cpu().vendor());
        said.target(target);
        said.size(target, guest.resources(), a -> a.host().equals(target.id()));
        said.wishes(instance, guest.constraints(), target, move.along());
        said.rules.put(RejectionReason.ALREADY_MOVING, () -> own.size() > 1);
        Mobility asked = guest.constraints().mobility();
        said.rules.put(RejectionReason.PINNED, () -> asked.isPinned() && !move.isForced());
        said.rules.put(
                RejectionReason.PAUSE_BUDGET,
                () -> !move.isForced()
                        && move.pause().isPresent()
                        && asked.pauseMax().isPresent()
                        && move.pause().get().toNanos() > asked.pauseMax().get().toNanos());
        said.rules.put(RejectionReason.SAME_HOST, () -> source.id().equals(target.id()));
        said.rules.put(
                RejectionReason.SOURCE_NOT_UP,
                () -> EnumSet.of(HostState.SUSPECT, HostState.FENCED, HostState.DOWN)
                        .contains(source.state()));
        said.rules.put(RejectionReason.CPU_VENDOR, () -> !sameVendor);
        said.rules.merge(
                RejectionReason.CPU_FEATURES,
                () -> sameVendor
                        && source.cpu().features().stream()
                                .anyMatch(feature -> !target.cpu().features().contains(feature)),
                (one, two) -> () -> one.getAsBoolean() || two.getAsBoolean());
        said.rules.put(
                RejectionReason.XEN_VERSION,
                () -> source.xen().major() * 1_000 + source.xen().minor()
                        > target.xen().major() * 1_000 + target.xen().minor());
        return said.broken();
    }

    static Set<RejectionReason> resize(Cluster cluster, InstanceId instance, Resources wanted) {
        RestatedRules said = new RestatedRules(cluster);
        List<Allocation> own = said.held(a -> a.instance().equals(instance)).toList();
        if (own.stream().noneMatch(RestatedRules::isRun)) {
            return Set.of(RejectionReason.NOT_PLACED);
        }
        HostId where = own.stream()
                .filter(RestatedRules::isRun)
                .findFirst()
                .orElseThrow()
                .host();
        Host host = cluster.hosts().stream()
                .filter(any -> any.id().equals(where))
                .findFirst()
                .orElseThrow();
        said.rules.put(RejectionReason.ALREADY_MOVING, () -> own.size() > 1);
        said.rules.put(
                RejectionReason.HOST_NOT_UP,
                () -> EnumSet.of(HostState.SUSPECT, HostState.FENCED, HostState.DOWN)
                        .contains(host.state()));
        said.size(host, wanted, a -> a.host().equals(where) && !a.instance().equals(instance));
        return said.broken();
    }

    private void target(Host host) {
        rules.put(
                RejectionReason.CORDONED,
                () -> host.state() == HostState.CORDONED || host.state() == HostState.DRAINING);
        rules.put(
                RejectionReason.HOST_NOT_UP,
                () -> EnumSet.of(HostState.SUSPECT, HostState.FENCED, HostState.DOWN)
                        .contains(host.state()));
    }

    private void size(Host host, Resources wanted, Predicate<Allocation> neighbours) {
        HostCapacity has = host.capacity();
        long vcpus = (long) has.physicalCpus() * has.vcpuOvercommitPermille() / 1_000;
        rules.put(
                RejectionReason.VCPU,
                () -> held(neighbours)
                                        .mapToLong(a -> a.resources().vcpus().count())
                                        .sum()
                                + wanted.vcpus().count()
                        > vcpus);
        rules.put(
                RejectionReason.MEMORY,
                () -> held(neighbours)
                                        .mapToLong(a -> a.resources().memory().bytes())
                                        .sum()
                                + wanted.memory().bytes()
                        > has.memory().bytes());
        rules.put(
                RejectionReason.DISK,
                () -> held(neighbours)
                                        .mapToLong(a -> a.resources().disk().bytes())
                                        .sum()
                                + wanted.disk().bytes()
                        > has.disk().bytes());
        rules.put(
                RejectionReason.TOO_LARGE,
                () -> wanted.vcpus().count() > Math.min(vcpus, has.physicalCpus())
                        || wanted.memory().bytes() > has.memory().bytes()
                        || wanted.disk().bytes() > has.disk().bytes());
    }

    private void wishes(InstanceId self, Constraints asked, Host host, Set<InstanceId> along) {
        Predicate<Allocation> other = a -> !a.instance().equals(self);
        Predicate<Allocation> here = a -> a.host().equals(host.id());
        rules.put(
                RejectionReason.ZONE,
                () -> asked.zone().map(zone -> !zone.equals(host.zone())).orElse(false));
        rules.put(
                RejectionReason.CPU_FEATURES,
                () -> asked.cpuFeatures().stream()
                        .anyMatch(feature -> !host.cpu().features().contains(feature)));
        rules.put(
                RejectionReason.ANTI_AFFINITY,
                () -> asked.antiAffinity().isPresent()
                        && held(other.and(here))
                                .anyMatch(a -> a.constraints().antiAffinity().equals(asked.antiAffinity())));
        rules.put(
                RejectionReason.AFFINITY,
                () -> asked.affinity().isPresent()
                        && held(other.and(a -> a.constraints().affinity().equals(asked.affinity())))
                                .map(Allocation::instance)
                                .filter(member -> !along.contains(member))
                                .anyMatch(member ->
                                        held(here).noneMatch(a -> a.instance().equals(member))));
    }

    private static boolean isRun(Allocation held) {
        return held.purpose() == Allocation.Purpose.RUN;
    }

    private Stream<Allocation> held(Predicate<Allocation> which) {
        return cluster.allocations().stream().filter(which);
    }

    private Set<RejectionReason> broken() {
        Set<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
        rules.forEach((reason, isBroken) -> {
            if (isBroken.getAsBoolean()) {
                reasons.add(reason);
            }
        });
        return reasons;
    }
}
