package org.xenopolis.deploy.local.bench.planetlab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Overloaded hosts send guests away, those that move fastest first; then hosts are emptied, the least loaded first, as
 * long as others take all their guests; each guest goes where it adds least power.
 */
final class PublishedPolicy implements Policy {
    private static final Comparator<DayGuest> BY_LOAD =
            Comparator.<DayGuest>comparingDouble(guest -> guest.asks).reversed();

    private final Overload overload;

    PublishedPolicy(Overload overload) {
        this.overload = overload;
    }

    @Override
    public List<Move> decide(DayFleet fleet) {
        List<HostSums> hosts = fleet.hosts().stream().map(HostSums::new).toList();
        Set<HostSums> overloaded = new HashSet<>();
        hosts.stream().filter(overload::is).forEach(overloaded::add);
        List<Move> moves = new ArrayList<>(relieve(hosts, overloaded));
        moves.addAll(empty(hosts, overloaded));
        return moves;
    }

    private List<Move> relieve(List<HostSums> hosts, Set<HostSums> overloaded) {
        List<DayGuest> leaving = new ArrayList<>();
        for (HostSums host : hosts) {
            if (overloaded.contains(host)) {
                do {
                    host.guests.stream()
                            .min(Comparator.comparingInt(guest -> guest.memoryMib))
                            .ifPresent(guest -> {
                                leaving.add(guest);
                                host.remove(guest);
                            });
                } while (!host.guests.isEmpty() && overload.is(host));
            }
        }
        leaving.sort(BY_LOAD);
        List<Move> moves = new ArrayList<>();
        for (DayGuest guest : leaving) {
            HostSums to = cheapest(guest, hosts, overloaded);
            if (to != null) {
                to.add(guest);
                moves.add(new Move(guest, to.host));
            }
        }
        return moves;
    }

    private List<Move> empty(List<HostSums> hosts, Set<HostSums> overloaded) {
        Set<HostSums> closed = new HashSet<>(overloaded);
        hosts.stream().filter(host -> host.host.utilization() == 0).forEach(closed::add);
        Set<HostSums> settled = new HashSet<>(closed);
        List<Move> moves = new ArrayList<>();
        while (true) {
            HostSums least = hosts.stream()
                    .filter(host -> !settled.contains(host) && host.host.utilization() < 1)
                    .filter(host -> !host.guests.isEmpty())
                    .min(Comparator.comparingDouble(host -> host.host.utilization()))
                    .orElse(null);
            if (least == null) {
                return moves;
            }
            settled.add(least);
            closed.add(least);
            for (Move move : emptied(least, hosts, closed)) {
                moves.add(move);
                settled.add(hosts.get(move.to().id));
            }
        }
    }

    /** All of its guests find a place, or none moves. */
    private List<Move> emptied(HostSums host, List<HostSums> hosts, Set<HostSums> closed) {
        List<Move> moves = new ArrayList<>();
        for (DayGuest guest : host.guests.stream().sorted(BY_LOAD).toList()) {
            HostSums to = cheapest(guest, hosts, closed);
            if (to == null) {
                moves.forEach(move -> hosts.get(move.to().id).remove(move.guest()));
                return List.of();
            }
            to.add(guest);
            moves.add(new Move(guest, to.host));
        }
        return moves;
    }

    private @Nullable HostSums cheapest(DayGuest guest, List<HostSums> hosts, Set<HostSums> closed) {
        HostSums found = null;
        double least = Double.MAX_VALUE;
        for (HostSums host : hosts) {
            if (closed.contains(host) || host.host.coreMips < guest.asks || host.free() < guest.asks) {
                continue;
            }
            double more = host.host.watts((host.used() + guest.asks) / host.host.totalMips) - host.host.watts();
            if (more < least && !(host.used() > 0 && isOverloadedWith(host, guest))) {
                least = more;
                found = host;
            }
        }
        return found;
    }

    private boolean isOverloadedWith(HostSums host, DayGuest guest) {
        host.add(guest);
        boolean over = overload.is(host);
        host.remove(guest);
        return over;
    }
}
