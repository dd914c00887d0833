package org.xenopolis.planner.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Cluster;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.Mobility;
import org.xenopolis.cluster.PlacementGroup;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.GuestLoad;
import org.xenopolis.planner.core.Proposal;
import org.xenopolis.planner.core.Situation;
import org.xenopolis.planner.core.Thresholds;
import org.xenopolis.planner.core.Traffic;

class LargeFleetTest {
    private final EnginePlanner planner = new EnginePlanner(Thresholds.DEFAULT, EnginePlanner.USUAL);

    @Test
    void fiftyOfAThousandHostsAreDrainedInATimeNearTheBusiestCard() {
        Situation situation = fleet(1_000, 15);
        List<HostId> hosts =
                situation.cluster().hosts().stream().map(Host::id).limit(50).toList();

        Proposal proposal = planner.plan(situation, new Goal.Drain(hosts, Goal.MOVES_MAX));

        assertThat(proposal.stuck()).isEmpty();
        assertThat(proposal.steps()).hasSizeBetween(700, 800);
        assertThat(proposal.makespan().toMillis())
                .isLessThanOrEqualTo(Math.round(1.05 * proposal.busiestNic().toMillis()));
    }

    /** Each of two hosts is to hold what the other one has, and only a third has room to stop over. */
    @Test
    void aCircleIsBrokenByAStopOver() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16), Fleets.host(3, 16));
        Cluster cluster =
                Cluster.of(hosts, List.of(Fleets.guest(11, hosts.get(0), 12), Fleets.guest(12, hosts.get(1), 12)));
        Situation situation = new Situation(cluster, Map.of(), Map.of(), Map.of(), Set.of());
        Fleet fleet = new Fleet(situation, new Movers(situation, new Goal.Balance(10)));
        Unrolling unrolling = new Unrolling(fleet, 10);

        List<Integer> left = unrolling.bring(List.of(0, 1), new int[] {1, 0}, Ground.none(fleet), 1);

        assertThat(left).isEmpty();
        assertThat(unrolling.hops()).hasSize(3);
        assertThat(unrolling.hops().getFirst().isStopOver()).isTrue();
        assertThat(unrolling.hops().get(1).after()).containsExactly(0);
        assertThat(unrolling.hops().get(2).after()).containsExactly(0, 1);
    }

    /** Two small guests in the way of a large one: moving it alone is impossible. */
    @Test
    void othersMakePlaceForAGuestThatFitsNowhere() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16), Fleets.host(3, 16));
        Cluster cluster = Cluster.of(
                hosts,
                List.of(
                        Fleets.guest(11, hosts.get(0), 14),
                        Fleets.guest(12, hosts.get(1), 3),
                        Fleets.guest(13, hosts.get(1), 3),
                        Fleets.guest(14, hosts.get(2), 4)));
        Situation situation = new Situation(cluster, Map.of(), Map.of(), Map.of(), Set.of());

        Proposal proposal =
                planner.plan(situation, new Goal.Drain(hosts.getFirst().id(), 10));

        assertThat(proposal.stuck()).isEmpty();
        assertThat(proposal.steps().getLast().after()).isNotEmpty();
        assertThat(proposal.steps().getLast().from()).isEqualTo(hosts.getFirst().id());
        assertThat(proposal.steps().getFirst().ifSkipped()).contains("cannot be done");
    }

    @Test
    void aGuestOfABrokenGroupIsBroughtToItsOthers() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16));
        PlacementGroup together = new PlacementGroup(Fleets.TENANT, "pair");
        Constraints wish = Constraints.NONE.together(together);
        Cluster cluster = Cluster.of(
                hosts, List.of(Fleets.guest(11, hosts.get(0), 2, wish), Fleets.guest(12, hosts.get(1), 4, wish)));
        Situation situation = new Situation(cluster, Map.of(), Map.of(), Map.of(), Set.of());

        Proposal proposal = planner.plan(situation, new Goal.Repair(10));

        assertThat(proposal.steps()).singleElement().satisfies(step -> {
            assertThat(step.instance()).isEqualTo(new InstanceId(new UUID(0x7000, 11)));
            assertThat(step.to()).isEqualTo(hosts.get(1).id());
        });
    }

    @Test
    void membersThatWantToBeApartAreParted() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16));
        Constraints wish = Constraints.NONE.apart(new PlacementGroup(Fleets.TENANT, "pair"));
        Cluster cluster = Cluster.of(
                hosts, List.of(Fleets.guest(11, hosts.get(0), 2, wish), Fleets.guest(12, hosts.get(0), 4, wish)));
        Situation situation = new Situation(cluster, Map.of(), Map.of(), Map.of(), Set.of());

        assertThat(planner.plan(situation, new Goal.Repair(10)).steps()).hasSize(1);
    }

    @Test
    void anAffinityGroupLeavesAsOneOrStaysWithReasons() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16), Fleets.host(3, 5));
        Constraints wish = Constraints.NONE.together(new PlacementGroup(Fleets.TENANT, "pair"));
        List<Allocation> pair =
                List.of(Fleets.guest(11, hosts.get(0), 4, wish), Fleets.guest(12, hosts.get(0), 4, wish));
        Goal drain = new Goal.Drain(hosts.get(0).id(), 10);
        Situation free = Fleets.idle(hosts, pair);

        Proposal proposal = planner.plan(free, drain);
        assertThat(proposal.stuck()).isEmpty();
        assertThat(proposal.steps())
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.to()).isEqualTo(hosts.get(1).id()))
                .allSatisfy(step -> assertThat(step.block().first()).isEqualTo(1))
                .allSatisfy(step -> assertThat(step.block().others()).hasSize(1))
                .allSatisfy(step -> assertThat(step.reason()).contains("moves as one"));
        // Half of it would find room, and a plan of one move moves no half.
        assertThat(planner.plan(free, new Goal.Drain(hosts.get(0).id(), 1)).steps())
                .isEmpty();

        List<Allocation> crowded = List.of(pair.get(0), pair.get(1), Fleets.guest(13, hosts.get(1), 10));
        Situation full = Fleets.idle(hosts, crowded);
        Proposal stays = planner.plan(full, drain);
        assertThat(stays.steps()).isEmpty();
        assertThat(stays.stuck())
                .hasSize(2)
                .allSatisfy(stuck -> assertThat(stuck.reasons()).isNotEmpty());

        Allocation pinned = Fleets.guest(14, hosts.get(0), 1, wish.moving(Mobility.PINNED));
        Situation held =
                new Situation(Cluster.of(hosts, List.of(pair.get(0), pinned)), Map.of(), Map.of(), Map.of(), Set.of());
        assertThat(planner.plan(held, drain).stuck()).hasSize(2);
        assertThat(planner.plan(held, new Goal.Drain(List.of(hosts.get(0).id()), 10, true))
                        .steps())
                .hasSize(2);
    }

    /** Four hosts, each more than half full: one may fail and no two. */
    @Test
    void repairMakesRoomForAsManyFailuresAsTheGoalSays() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16), Fleets.host(3, 16), Fleets.host(4, 16));
        List<Allocation> guests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                guests.add(Fleets.guest(20 + 4 * i + j, hosts.get(i), 2));
            }
        }
        Situation half = Fleets.idle(hosts, guests);

        assertThat(planner.plan(half, new Goal.Repair(50, 1)).benefit().cannotFailBefore())
                .isZero();
        assertThat(planner.plan(half, new Goal.Repair(50, 2)).benefit().cannotFailBefore())
                .isZero();
        assertThat(planner.plan(half, new Goal.Repair(50, 3)).benefit().cannotFailBefore())
                .isEqualTo(4);
    }

    /** Its CPUs are idle; only its card is busy. */
    @Test
    void aHostWhoseCardOrDisksAreBusyIsRelievedWhereItIsKnownWhatTheyCarry() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16));
        Allocation one = Fleets.guest(11, hosts.get(0), 2);
        Allocation other = Fleets.guest(12, hosts.get(0), 2);
        Cluster cluster = Cluster.of(hosts, List.of(one, other));
        for (Traffic busy : List.of(new Traffic(50e6, 0), new Traffic(0, 50e6))) {
            GuestLoad load = new GuestLoad(0.1, ByteRate.ZERO, busy);
            Situation unknown = new Situation(
                    cluster, Map.of(), Map.of(one.instance(), load, other.instance(), load), Map.of(), Set.of());
            Traffic most = new Traffic(100e6, 100e6);
            Situation known = unknown.carrying(
                    Map.of(hosts.get(0).id(), most, hosts.get(1).id(), most));

            assertThat(planner.plan(unknown, new Goal.Balance(10)).steps()).isEmpty();
            Proposal proposal = planner.plan(known, new Goal.Balance(10));
            assertThat(proposal.steps()).hasSize(1);
            assertThat(proposal.summary()).contains("100 % " + (busy.network() > 0 ? "network" : "disk"));
            var change = proposal.hosts().getFirst();
            assertThat(
                            busy.network() > 0
                                    ? change.before().network()
                                    : change.before().disk())
                    .hasValue(1.0);
            assertThat(
                            busy.network() > 0
                                    ? change.after().network()
                                    : change.after().disk())
                    .hasValue(0.5);
        }
    }

    @Test
    void guestsThatMovedNotLongAgoStayUnlessTheirHostIsNamed() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16));
        Allocation guest = Fleets.guest(11, hosts.get(0), 2);
        Situation situation = new Situation(
                        Cluster.of(hosts, List.of(guest, Fleets.guest(12, hosts.get(0), 2))),
                        Map.of(hosts.get(0).id(), 1.0),
                        Map.of(guest.instance(), new GuestLoad(6, ByteRate.ZERO)),
                        Map.of(),
                        Set.of())
                .cooling(Set.of(guest.instance()));

        assertThat(planner.plan(situation, new Goal.Balance(10)).steps())
                .noneMatch(step -> step.instance().equals(guest.instance()));
        assertThat(planner.plan(situation, new Goal.Drain(hosts.get(0).id(), 10))
                        .steps())
                .hasSize(2);
    }

    @Test
    void nobodyGoesBackWithinADayUnlessHostsAreNamed() {
        List<Host> hosts = List.of(Fleets.host(1, 16), Fleets.host(2, 16));
        Allocation guest = Fleets.guest(11, hosts.get(0), 2);
        Allocation other = Fleets.guest(12, hosts.get(0), 2);
        Situation situation = new Situation(
                        Cluster.of(hosts, List.of(guest, other)),
                        Map.of(hosts.get(0).id(), 0.9),
                        Map.of(
                                guest.instance(), new GuestLoad(7, ByteRate.ZERO),
                                other.instance(), new GuestLoad(7, ByteRate.ZERO)),
                        Map.of(),
                        Set.of())
                .departed(Map.of(guest.instance(), Set.of(hosts.get(1).id())));

        assertThat(planner.plan(situation, new Goal.Balance(10)).steps())
                .singleElement()
                .satisfies(step -> assertThat(step.instance()).isEqualTo(other.instance()));
        assertThat(planner.plan(situation, new Goal.Drain(hosts.get(0).id(), 10))
                        .steps())
                .hasSize(2);
    }

    private static Situation fleet(int count, int guestsEach) {
        SplittableRandom random = new SplittableRandom(7);
        List<Host> hosts = new ArrayList<>();
        List<Allocation> places = new ArrayList<>();
        Map<HostId, Double> fractions = new HashMap<>();
        Map<InstanceId, GuestLoad> loads = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Host host = Fleets.host(i + 1, 128);
            hosts.add(host);
            fractions.put(host.id(), 0.4);
            for (int j = 0; j < guestsEach; j++) {
                Allocation guest = Fleets.guest(100_000 + i * 100 + j, host, random.nextInt(2, 8));
                places.add(guest);
                loads.put(
                        guest.instance(),
                        new GuestLoad(random.nextDouble(0.4), new ByteRate(random.nextLong(5_000_000))));
            }
        }
        return new Situation(Cluster.of(hosts, places), fractions, loads, Map.of(), Set.of());
    }
}
