package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;

/**
 * Whether the fleet bears the loss of any so many hosts at once (N+k): their running guests have to fit on the rest.
 *
 * <p>Hosts of which {@link ReserveBound} proves that they may fail together with any others are done with. A set that
 * nobody can bear has none of them, so only sets of the others are tried, each by packing: the largest guest first, each
 * on the first host with room that can run it. Where there are more such sets than {@code setsMax}, all the others count
 * as hosts that cannot fail. So a loss may be called unbearable which a better packing would bear, never the reverse for
 * room; groups are not looked at.
 */
final class Reserve {
    private static final long SETS_USUAL = 5_000;

    private final Fleet fleet;
    private final List<List<Allocation>> on = new ArrayList<>();
    private final long[] free;
    private final int failures;
    private final long setsMax;
    private final Comparator<Allocation> largestFirst;

    /**
     * @param moved where guests are that are not where the situation has them
     * @param failures hosts that are lost at once
     */
    Reserve(Fleet fleet, Map<InstanceId, Integer> moved, int failures) {
        this(fleet, moved, failures, SETS_USUAL);
    }

    /** @param setsMax sets of hosts that are tried one by one where they are more than the hosts */
    Reserve(Fleet fleet, Map<InstanceId, Integer> moved, int failures, long setsMax) {
        this.failures = Math.min(failures, fleet.hosts.length);
        this.setsMax = setsMax;
        this.fleet = fleet;
        this.free = new long[fleet.hosts.length * Fleet.RESOURCES];
        for (int host = 0; host < fleet.hosts.length; host++) {
            on.add(new ArrayList<>());
            boolean takes = fleet.hosts[host].state() == HostState.UP;
            var capacity = fleet.hosts[host].capacity();
            free[host * Fleet.RESOURCES] = takes ? capacity.vcpus().count() : 0;
            free[host * Fleet.RESOURCES + 1] = takes ? capacity.memory().bytes() : 0;
            free[host * Fleet.RESOURCES + 2] = takes ? capacity.disk().bytes() : 0;
        }
        for (Allocation held : fleet.situation.cluster().allocations()) {
            Integer elsewhere = Fleet.runs(held) ? moved.get(held.instance()) : null;
            int host = elsewhere == null ? fleet.index(held.host()) : elsewhere;
            if (host >= 0) {
                if (Fleet.runs(held)) {
                    on.get(host).add(held);
                }
                take(free, host, held);
            }
        }
        this.largestFirst = Comparator.<Allocation>comparingLong(
                        held -> -held.resources().memory().bytes())
                .thenComparing(Allocation::instance);
        on.forEach(guests -> guests.sort(largestFirst));
    }

    /** Hosts with guests that are in a set of so many whose loss is not known to be bearable. */
    int hostsThatCannotFail() {
        int count = 0;
        for (boolean cannot : cannotFail()) {
            count += cannot ? 1 : 0;
        }
        return count;
    }

    boolean[] cannotFail() {
        int[] doubtful = doubtful();
        boolean[] cannot = new boolean[on.size()];
        if (failures > 1 && sets(doubtful.length, failures, setsMax) > setsMax) {
            Arrays.stream(doubtful).forEach(host -> cannot[host] = true);
        } else {
            tryAll(doubtful, 0, new int[failures], 0, cannot);
        }
        for (int host = 0; host < cannot.length; host++) {
            cannot[host] &= !on.get(host).isEmpty();
        }
        return cannot;
    }

    private int[] doubtful() {
        int[] doubtful = new int[on.size()];
        int count = 0;
        ReserveBound bound = new ReserveBound(fleet.hosts, on, free, failures);
        for (int host = 0; host < on.size(); host++) {
            if (!bound.bears(host)) {
                doubtful[count++] = host;
            }
        }
        return Arrays.copyOf(doubtful, count);
    }

    /** All sets of {@code set.length} of these hosts, in turn. */
    private void tryAll(int[] hosts, int from, int[] set, int chosen, boolean[] cannot) {
        if (chosen == set.length) {
            // Where it is known of each already, another such set says nothing new.
            if (!Arrays.stream(set).allMatch(host -> cannot[host]) && !isBorne(set)) {
                Arrays.stream(set).forEach(host -> cannot[host] = true);
            }
            return;
        }
        for (int i = from; i <= hosts.length - (set.length - chosen); i++) {
            set[chosen] = hosts[i];
            tryAll(hosts, i + 1, set, chosen + 1, cannot);
        }
    }

    private boolean isBorne(int[] set) {
        boolean[] lost = new boolean[on.size()];
        List<Allocation> homeless = new ArrayList<>();
        for (int host : set) {
            lost[host] = true;
            homeless.addAll(on.get(host));
        }
        homeless.sort(largestFirst);
        long[] left = free.clone();
        for (Allocation guest : homeless) {
            int to = firstFit(guest, lost, left);
            if (to < 0) {
                return false;
            }
            take(left, to, guest);
        }
        return true;
    }

    private int firstFit(Allocation guest, boolean[] lost, long[] left) {
        for (int to = 0; to < on.size(); to++) {
            int row = to * Fleet.RESOURCES;
            if (!lost[to]
                    && left[row] >= guest.resources().vcpus().count()
                    && left[row + 1] >= guest.resources().memory().bytes()
                    && left[row + 2] >= guest.resources().disk().bytes()
                    && canRun(guest, fleet.hosts[to])) {
                return to;
            }
        }
        return -1;
    }

    /** Room aside. */
    private static boolean canRun(Allocation guest, Host host) {
        return host.state() == HostState.UP
                && guest.constraints()
                        .zone()
                        .filter(zone -> !zone.equals(host.zone()))
                        .isEmpty()
                && host.cpu().hasAll(guest.constraints().cpuFeatures())
                && guest.resources().vcpus().count() <= host.capacity().physicalCpus();
    }

    private static void take(long[] free, int host, Allocation guest) {
        free[host * Fleet.RESOURCES] -= guest.resources().vcpus().count();
        free[host * Fleet.RESOURCES + 1] -= guest.resources().memory().bytes();
        free[host * Fleet.RESOURCES + 2] -= guest.resources().disk().bytes();
    }

    /** How many sets of so many there are; anything above the limit where they are more. */
    private static long sets(int of, int size, long limit) {
        long sets = 1;
        for (int i = 1; i <= size && sets <= limit; i++) {
            sets = sets * Math.max(0, of - size + i) / i;
        }
        return sets;
    }
}
