package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;

/**
 * Whether the fleet bears the loss of a host, and at the same time of those others that hold most (N+k): their running
 * guests have to fit on the rest, the largest first, each on
 * the first with room in its zone. That may call a loss unbearable which a better packing would bear, never the reverse
 * for room; groups are not looked at.
 */
final class Reserve {
    private final Fleet fleet;
    private final List<List<Allocation>> on = new ArrayList<>();
    private final long[] free;
    private final int failures;
    private final Comparator<Allocation> largestFirst;
    private final List<Integer> fullest;

    /**
     * @param moved where guests are that are not where the situation has them
     * @param failures hosts that are lost at once
     */
    Reserve(Fleet fleet, Map<InstanceId, Integer> moved, int failures) {
        this.failures = failures;
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
        this.fullest = IntStream.range(0, on.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(host -> -held(host)).thenComparingInt(host -> host))
                .toList();
    }

    int hostsThatCannotFail() {
        int count = 0;
        for (int host = 0; host < on.size(); host++) {
            count += on.get(host).isEmpty() || survives(host) ? 0 : 1;
        }
        return count;
    }

    private long held(int host) {
        return on.get(host).stream()
                .mapToLong(guest -> guest.resources().memory().bytes())
                .sum();
    }

    private boolean survives(int host) {
        boolean[] lost = new boolean[on.size()];
        lost[host] = true;
        List<Allocation> homeless = new ArrayList<>(on.get(host));
        fullest.stream().filter(other -> other != host).limit(failures - 1L).forEach(other -> {
            lost[other] = true;
            homeless.addAll(on.get(other));
        });
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
            Host host = fleet.hosts[to];
            int row = to * Fleet.RESOURCES;
            if (!lost[to]
                    && left[row] >= guest.resources().vcpus().count()
                    && left[row + 1] >= guest.resources().memory().bytes()
                    && left[row + 2] >= guest.resources().disk().bytes()
                    && guest.constraints()
                            .zone()
                            .filter(zone -> !zone.equals(host.zone()))
                            .isEmpty()) {
                return to;
            }
        }
        return -1;
    }

    private static void take(long[] free, int host, Allocation guest) {
        free[host * Fleet.RESOURCES] -= guest.resources().vcpus().count();
        free[host * Fleet.RESOURCES + 1] -= guest.resources().memory().bytes();
        free[host * Fleet.RESOURCES + 2] -= guest.resources().disk().bytes();
    }
}
