package org.xenopolis.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Allocation.Purpose;
import org.xenopolis.cluster.invariants.Invariants;

class HardRulesTest {
    private static final ClusterGenerator IDS = ClusterGenerator.seeded(11);
    private static final TenantId TENANT = new TenantId(IDS.uuid());
    private static final PlacementGroup WEB = new PlacementGroup(TENANT, "web");
    private static final Resources SMALL = Resources.of(1, MemorySize.ofGibibytes(1), DiskSize.ofGibibytes(10));
    private static final CpuModel NEW_CPU = new CpuModel("GenuineIntel", Set.of("aes", "avx2"));
    private static final CpuModel OLD_CPU = new CpuModel("GenuineIntel", Set.of("aes"));

    private final Host one = host("one", NEW_CPU, XenVersion.of("4.17.3"));
    private final Host two = host("two", NEW_CPU, XenVersion.of("4.17.1"));

    @Test
    void allowsAHostWithJustEnoughRoom() {
        PlacementRequest whole = request(one.capacity().total(), Constraints.NONE);
        Cluster empty = Cluster.of(List.of(one), List.of());

        assertThat(HardRules.place(empty, whole, one)).isInstanceOf(Verdict.Allowed.class);
        Cluster full = empty.with(Allocation.toRun(whole, one.id(), Epoch.FIRST));
        assertThat(HardRules.place(full, request(SMALL, Constraints.NONE), one).reasons())
                .containsExactly(RejectionReason.VCPU, RejectionReason.MEMORY, RejectionReason.DISK);
    }

    @Test
    void tellsTooLargeForAnEmptyHostFromTooLargeForNow() {
        Cluster empty = Cluster.of(List.of(one), List.of());
        Resources more = one.capacity().total().plus(Resources.of(0, new MemorySize(1), DiskSize.ZERO));

        assertThat(HardRules.place(empty, request(more, Constraints.NONE), one).reasons())
                .containsExactly(RejectionReason.TOO_LARGE, RejectionReason.MEMORY);
    }

    @Test
    void refusesMoreVcpusThanPhysicalCpusWhateverTheOvercommit() {
        Host overcommitted = new Host(
                one.id(),
                one.name(),
                one.zone(),
                one.state(),
                one.generation(),
                new HostCapacity(4, 4_000, MemorySize.ofGibibytes(64), DiskSize.ofGibibytes(100)),
                one.xen(),
                one.cpu(),
                Set.of(),
                Map.of());
        Cluster cluster = Cluster.of(List.of(overcommitted), List.of());
        Resources five = Resources.of(5, MemorySize.ofGibibytes(1), DiskSize.ZERO);

        assertThat(HardRules.place(cluster, request(five, Constraints.NONE), overcommitted)
                        .reasons())
                .containsExactly(RejectionReason.TOO_LARGE);
    }

    @Test
    void keepsRoomForAGuestThatIsOnItsWay() {
        PlacementRequest half =
                request(Resources.of(8, MemorySize.ofGibibytes(32), DiskSize.ofGibibytes(10)), Constraints.NONE);
        Allocation running = Allocation.toRun(half, one.id(), Epoch.FIRST);
        Cluster moving = Cluster.of(List.of(one, two), List.of(running, running.toMoveTo(two.id())));
        Resources most = Resources.of(9, MemorySize.ofGibibytes(33), DiskSize.ofGibibytes(10));

        assertThat(HardRules.place(moving, request(most, Constraints.NONE), two).reasons())
                .containsExactly(RejectionReason.VCPU, RejectionReason.MEMORY);
        assertThat(HardRules.migrate(moving, half.instance(), two).reasons()).contains(RejectionReason.ALREADY_MOVING);
    }

    @Test
    void movesAnAffinityGroupOnlyAsAWhole() {
        Allocation first = Allocation.toRun(request(SMALL, Constraints.NONE.together(WEB)), one.id(), Epoch.FIRST);
        Allocation second = Allocation.toRun(request(SMALL, Constraints.NONE.together(WEB)), one.id(), Epoch.FIRST);
        Cluster cluster = Cluster.of(List.of(one, two), List.of(first, second));

        assertThat(HardRules.migrate(cluster, first.instance(), two).reasons())
                .containsExactly(RejectionReason.AFFINITY);
        assertThat(HardRules.migrate(cluster, first.instance(), two, LiveMove.ALONE.along(Set.of(second.instance())))
                        .isAllowed())
                .isTrue();

        // Both places taken, then one after the other: at no moment is the group without a common host.
        Cluster reserved = cluster.with(first.toMoveTo(two.id()));
        assertThat(HardRules.migrate(reserved, second.instance(), two).isAllowed())
                .isTrue();
        Cluster both = reserved.with(second.toMoveTo(two.id()));
        assertThat(Invariants.ofLedger(both)).isEmpty();
        Cluster between = moved(both, first);
        assertThat(Invariants.ofLedger(between)).isEmpty();
        assertThat(Invariants.ofLedger(moved(between, second))).isEmpty();
    }

    @Test
    void movesAPinnedInstanceOnlyByForceAndNoneForLongerThanItMayStandStill() {
        PlacementRequest pinned = request(SMALL, Constraints.NONE.moving(Mobility.PINNED));
        PlacementRequest brief = request(SMALL, Constraints.NONE.moving(Mobility.pausing(Duration.ofMillis(300))));
        Cluster cluster = Cluster.of(
                List.of(one, two),
                List.of(
                        Allocation.toRun(pinned, one.id(), Epoch.FIRST),
                        Allocation.toRun(brief, one.id(), Epoch.FIRST)));
        LiveMove longer = LiveMove.ALONE.pausing(Duration.ofMillis(301));

        assertThat(HardRules.migrate(cluster, pinned.instance(), two).reasons())
                .containsExactly(RejectionReason.PINNED);
        assertThat(HardRules.migrate(cluster, pinned.instance(), two, LiveMove.ALONE.forced(true))
                        .isAllowed())
                .isTrue();
        assertThat(HardRules.migrate(cluster, brief.instance(), two, longer).reasons())
                .containsExactly(RejectionReason.PAUSE_BUDGET);
        assertThat(HardRules.migrate(cluster, brief.instance(), two, longer.forced(true))
                        .isAllowed())
                .isTrue();
        assertThat(HardRules.migrate(cluster, brief.instance(), two, LiveMove.ALONE.pausing(Duration.ofMillis(300)))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void keepsMembersApartAlsoFromOneThatIsLeaving() {
        Allocation leaving = Allocation.toRun(request(SMALL, Constraints.NONE.apart(WEB)), one.id(), Epoch.FIRST);
        Cluster cluster = Cluster.of(List.of(one, two), List.of(leaving, leaving.toMoveTo(two.id())));
        PlacementRequest another = request(SMALL, Constraints.NONE.apart(WEB));

        assertThat(HardRules.place(cluster, another, one).reasons()).containsExactly(RejectionReason.ANTI_AFFINITY);
        assertThat(HardRules.place(cluster, another, two).reasons()).containsExactly(RejectionReason.ANTI_AFFINITY);
    }

    @Test
    void movesWithinAReleaseOfXenInAnyOrderButNeverToAnOlderOne() {
        Host newer = host("newer", NEW_CPU, XenVersion.of("4.19.0"));
        Cluster cluster = Cluster.of(List.of(one, two, newer), List.of());
        PlacementRequest guest = request(SMALL, Constraints.NONE);
        Cluster onOne = cluster.with(Allocation.toRun(guest, one.id(), Epoch.FIRST));
        Cluster onNewer = cluster.with(Allocation.toRun(guest, newer.id(), Epoch.FIRST));

        assertThat(HardRules.migrate(onOne, guest.instance(), two).isAllowed()).isTrue();
        assertThat(HardRules.migrate(onOne, guest.instance(), newer).isAllowed())
                .isTrue();
        assertThat(HardRules.migrate(onNewer, guest.instance(), one).reasons())
                .containsExactly(RejectionReason.XEN_VERSION);
    }

    @Test
    void movesOnlyToAProcessorThatHasAllOfTheFirst() {
        Host old = host("old", OLD_CPU, one.xen());
        Host other = host("other", new CpuModel("AuthenticAMD", NEW_CPU.features()), one.xen());
        PlacementRequest guest = request(SMALL, Constraints.NONE);
        Cluster cluster = Cluster.of(List.of(one, old, other), List.of(Allocation.toRun(guest, one.id(), Epoch.FIRST)));

        assertThat(HardRules.migrate(cluster, guest.instance(), old).reasons())
                .containsExactly(RejectionReason.CPU_FEATURES);
        assertThat(HardRules.migrate(cluster, guest.instance(), other).reasons())
                .containsExactly(RejectionReason.CPU_VENDOR);
    }

    @Test
    void drainsAHostButNotOneThatIsSilent() {
        PlacementRequest guest = request(SMALL, Constraints.NONE);
        Cluster cluster = Cluster.of(List.of(one, two), List.of(Allocation.toRun(guest, one.id(), Epoch.FIRST)));

        assertThat(HardRules.migrate(cluster.with(one.in(HostState.DRAINING)), guest.instance(), two)
                        .isAllowed())
                .isTrue();
        assertThat(HardRules.migrate(cluster.with(one.in(HostState.SUSPECT)), guest.instance(), two)
                        .reasons())
                .containsExactly(RejectionReason.SOURCE_NOT_UP);
    }

    @Test
    void refusesAHostThatTheSnapshotDoesNotKnow() {
        Cluster cluster = Cluster.of(List.of(one), List.of());

        assertThat(HardRules.place(cluster, request(SMALL, Constraints.NONE), two)
                        .reasons())
                .containsExactly(RejectionReason.HOST_UNKNOWN);
    }

    @Test
    void tellsTenantsWhatToDo() {
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(reason.sentence())
                    .as(reason.name())
                    .matches("[A-Z][^.]+\\.")
                    .hasSizeLessThan(120);
        }
    }

    private static Cluster moved(Cluster cluster, Allocation guest) {
        Allocation target =
                cluster.allocation(guest.instance(), Purpose.MIGRATION_TARGET).orElseThrow();
        return cluster.without(guest.instance(), Purpose.MIGRATION_TARGET)
                .without(guest.instance(), Purpose.RUN)
                .with(target.arrived(target.epoch().next()));
    }

    private static PlacementRequest request(Resources resources, Constraints constraints) {
        return new PlacementRequest(
                new InstanceId(IDS.uuid()), new InstanceSpec(TENANT, resources, IDS.digest(), constraints));
    }

    private static Host host(String name, CpuModel cpu, XenVersion xen) {
        return new Host(
                new HostId(IDS.uuid()),
                name,
                ZoneName.of("a"),
                HostState.UP,
                Generation.FIRST,
                new HostCapacity(16, 1_000, MemorySize.ofGibibytes(64), DiskSize.ofGibibytes(1_000)),
                xen,
                cpu,
                Set.of(),
                Map.of());
    }
}
