package org.xenopolis.planner.core.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;

/**
 * Whether the fleet bears the loss of a host: its running guests have to fit on the others, the largest first, each on
 * the first with room in its zone. That may call a loss unbearable which a better packing would bear, never the reverse
 * for room; groups are not looked at.
 */
final class Reserve {
    private final Fleet fleet;
    private final List<List<Allocation>> on = new ArrayList<>();
    private final long[] free;

    /** @param moved where guests are that are not where the situation has them */
    Reserve(Fleet fleet, Map<InstanceId, Integer> moved) {
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
        Comparator<Allocation> largestFirst = Comparator.<Allocation>comparingLong(
                        held -> -held.resources().memory().bytes())
                .thenComparing(Allocation::instance);
        on.forEach(guests -> guests.sort(largestFirst));
    }

    int hostsThatCannotFail() {
        int count = 0;
        for (int host = 0; host < on.size(); host++) {
            count += on.get(host).isEmpty() || survives(host) ? 0 : 1;
        }
        return count;
    }

    private boolean survives(int lost) {
        long[] left = free.clone();
        for (Allocation guest : on.get(lost)) {
            int to = firstFit(guest, lost, left);
            if (to < 0) {
                return false;
            }
            take(left, to, guest);
        }
        return true;
    }

    private int firstFit(Allocation guest, int lost, long[] left) {
        for (int to = 0; to < on.size(); to++) {
            Host host = fleet.hosts[to];
            int row = to * Fleet.RESOURCES;
            if (to != lost
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
