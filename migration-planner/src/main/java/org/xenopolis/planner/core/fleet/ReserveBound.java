package org.xenopolis.planner.core.fleet;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.Allocation;
import org.xenopolis.cluster.Host;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.ZoneName;

/**
 * Proves of a host, without looking at sets of hosts, that it may fail together with any {@code failures − 1} others.
 *
 * <p>Packing one guest after another fails only when the next one finds every host that can run it without room for it.
 * A host is without room for it in a resource only once it has been given more than its free amount less the largest
 * guest's. All that is given comes from the lost hosts, so at most so many can be without room as can be filled that far,
 * those that need least first; added up over the resources, and with as many lost as fail. Where more hosts than that can
 * run the guest, it finds room, in whatever order guests come. The amounts that are lost are those of the host and, for
 * each resource, of the others that have most of it.
 */
final class ReserveBound {
    private static final int RESOURCES = Fleet.RESOURCES;

    private final int failures;
    /** What the guests of a host take: {@code [host * RESOURCES + resource]}. */
    private final long[] holds;
    /** For each resource what hosts hold of it, the most first. */
    private final long[][] most = new long[RESOURCES][];

    private final Map<Kind, Choice> choices = new HashMap<>();

    ReserveBound(Host[] hosts, List<List<Allocation>> on, long[] free, int failures) {
        this.failures = failures;
        this.holds = new long[hosts.length * RESOURCES];
        Map<Kind, long[]> largest = new HashMap<>();
        for (int host = 0; host < hosts.length; host++) {
            for (Allocation guest : on.get(host)) {
                long[] most = largest.computeIfAbsent(Kind.of(guest), absent -> new long[RESOURCES]);
                for (int r = 0; r < RESOURCES; r++) {
                    holds[host * RESOURCES + r] += amount(guest, r);
                    most[r] = Math.max(most[r], amount(guest, r));
                }
            }
        }
        for (int r = 0; r < RESOURCES; r++) {
            long[] ascending = new long[hosts.length];
            for (int host = 0; host < hosts.length; host++) {
                ascending[host] = -holds[host * RESOURCES + r];
            }
            Arrays.sort(ascending);
            most[r] = Arrays.stream(ascending).map(held -> -held).toArray();
        }
        largest.forEach((kind, size) -> choices.put(kind, Choice.of(kind, size, hosts, free)));
    }

    boolean bears(int host) {
        long[] lost = new long[RESOURCES];
        for (int r = 0; r < RESOURCES; r++) {
            lost[r] = lost(host, r);
        }
        return choices.values().stream().allMatch(choice -> choice.hosts > failures + choice.withoutRoom(lost));
    }

    private long lost(int host, int resource) {
        long own = holds[host * RESOURCES + resource];
        long sum = own;
        int others = 0;
        boolean skipped = false;
        for (int i = 0; i < most[resource].length && others < failures - 1; i++) {
            if (!skipped && most[resource][i] == own) {
                skipped = true;
            } else {
                sum += most[resource][i];
                others++;
            }
        }
        return sum;
    }

    private static long amount(Allocation guest, int resource) {
        return switch (resource) {
            case 0 -> guest.resources().vcpus().count();
            case 1 -> guest.resources().memory().bytes();
            default -> guest.resources().disk().bytes();
        };
    }

    /** Guests that the same hosts can run. */
    private record Kind(Optional<ZoneName> zone, Set<String> features) {
        static Kind of(Allocation guest) {
            return new Kind(guest.constraints().zone(), guest.constraints().cpuFeatures());
        }

        boolean canRun(Host host, long vcpus) {
            return host.state() == HostState.UP
                    && zone.filter(name -> !name.equals(host.zone())).isEmpty()
                    && host.cpu().hasAll(features)
                    && vcpus <= host.capacity().physicalCpus();
        }
    }

    /**
     * Where guests of a kind can run.
     *
     * @param filled for each resource, what has to be given to the first, to the first two, … until they lack room
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Choice(int hosts, long[][] filled) {
        static Choice of(Kind kind, long[] largest, Host[] hosts, long[] free) {
            long[][] filled = new long[RESOURCES][hosts.length];
            int count = 0;
            for (int host = 0; host < hosts.length; host++) {
                if (kind.canRun(hosts[host], largest[0])) {
                    for (int r = 0; r < RESOURCES; r++) {
                        filled[r][count] = Math.max(0, free[host * RESOURCES + r] - largest[r] + 1);
                    }
                    count++;
                }
            }
            for (int r = 0; r < RESOURCES; r++) {
                filled[r] = Arrays.copyOf(filled[r], count);
                Arrays.sort(filled[r]);
                for (int i = 1; i < count; i++) {
                    filled[r][i] += filled[r][i - 1];
                }
            }
            return new Choice(count, filled);
        }

        int withoutRoom(long[] lost) {
            int count = 0;
            for (int r = 0; r < RESOURCES; r++) {
                int of = 0;
                while (of < hosts && filled[r][of] <= lost[r]) {
                    of++;
                }
                count += of;
            }
            return count;
        }
    }
}
