package org.xenopolis.planner.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Constraints;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.Mobility;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.planner.core.Goal;
import org.xenopolis.planner.core.Situation;

class ReserveTest {
    private static final long EVERY_SET = 1_000_000;
    private static final long NO_SET = 0;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 400);
    }

    /** Whatever is tried: all sets by packing, or none. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noLossThatNoPackingBearsIsCalledBearable(long seed) {
        Situation situation = small(new SplittableRandom(seed));
        int failures = 1 + (int) (seed % 3);

        boolean[] truth = EveryPacking.cannotFail(situation.cluster(), failures);

        assertThat(implies(truth, reserve(situation, failures, EVERY_SET))).isTrue();
        assertThat(implies(truth, reserve(situation, failures, NO_SET))).isTrue();
    }

    @Test
    void mostLossesThatSomePackingBearsAreCalledBearable() {
        int bearable = 0;
        int byPacking = 0;
        for (long seed : seeds().toArray()) {
            Situation situation = small(new SplittableRandom(seed));
            int failures = 1 + (int) (seed % 3);
            boolean[] truth = EveryPacking.cannotFail(situation.cluster(), failures);
            boolean[] packed = reserve(situation, failures, EVERY_SET);
            for (int host = 0; host < truth.length; host++) {
                bearable += truth[host] ? 0 : 1;
                byPacking += packed[host] ? 0 : 1;
            }
        }
        assertThat(bearable).isGreaterThan(300);
        assertThat((double) byPacking / bearable).isGreaterThan(0.95);
    }

    /** Far too many sets of three of them to try one by one. */
    @Test
    void aLargeFleetWithRoomIsProvenToBearAnyThree() {
        assertThat(reserve(large(16), 3, NO_SET)).hasSize(300).containsOnly(false);
        assertThat(reserve(large(31), 3, NO_SET)).hasSize(300).containsOnly(true);
    }

    /** With any of the fullest hosts that of the large guest may fail, but not with the only one that has room for it. */
    @Test
    void theFullestOthersAreNotAlwaysTheWorst() {
        List<Host> hosts = List.of(
                Fleets.host(1, 64), Fleets.host(2, 64), Fleets.host(3, 64), Fleets.host(4, 64), Fleets.host(5, 64));
        List<Allocation> places = new ArrayList<>();
        places.add(Fleets.guest(10, hosts.get(0), 40));
        // Three hosts with 30 GiB free each, and one with 44.
        for (int full = 1; full <= 3; full++) {
            for (int i = 0; i < 17; i++) {
                places.add(Fleets.guest(100 * full + i, hosts.get(full), 2));
            }
        }
        places.add(Fleets.guest(500, hosts.get(4), 20));

        boolean[] cannot = reserve(Fleets.idle(hosts, places), 2, EVERY_SET);

        assertThat(cannot).containsExactly(true, false, false, false, true);
    }

    private static boolean[] reserve(Situation situation, int failures, long setsMax) {
        Fleet fleet = new Fleet(situation, new Movers(situation, new Goal.Repair(10, failures)));
        return new Reserve(fleet, Map.of(), failures, setsMax).cannotFail();
    }

    private static boolean implies(boolean[] truth, boolean[] said) {
        for (int host = 0; host < truth.length; host++) {
            if (truth[host] && !said[host]) {
                return false;
            }
        }
        return truth.length == said.length;
    }

    private static Situation small(SplittableRandom random) {
        List<Host> hosts = new ArrayList<>();
        List<Allocation> places = new ArrayList<>();
        int count = random.nextInt(3, 7);
        int guests = random.nextInt(2, 4);
        for (int i = 0; i < count; i++) {
            Host host = Fleets.host(i + 1, random.nextInt(16, 48), random.nextInt(8) == 0 ? "b" : "a");
            hosts.add(host);
            long left = host.capacity().memory().bytes() >> 30;
            for (int j = 0; j < guests && left > 4; j++) {
                int gibibytes = random.nextInt(1, (int) Math.min(left, 12));
                left -= gibibytes;
                Constraints wishes = random.nextInt(4) == 0 ? inZone(host.zone()) : Constraints.NONE;
                places.add(Fleets.guest(100 * (i + 1) + j, host, gibibytes, wishes));
            }
        }
        return Fleets.idle(hosts, places);
    }

    private static Situation large(int guestsEach) {
        List<Host> hosts = new ArrayList<>();
        List<Allocation> places = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Host host = Fleets.host(i + 1, 128);
            hosts.add(host);
            for (int j = 0; j < guestsEach; j++) {
                places.add(Fleets.guest(1_000 + i * 100 + j, host, 4));
            }
        }
        return Fleets.idle(hosts, places);
    }

    private static Constraints inZone(ZoneName zone) {
        return new Constraints(Optional.of(zone), Optional.empty(), Optional.empty(), Set.of(), Mobility.FREE);
    }
}
