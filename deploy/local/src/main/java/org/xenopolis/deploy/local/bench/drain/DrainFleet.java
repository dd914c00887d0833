package org.xenopolis.deploy.local.bench.drain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A fleet of which some hosts have to be emptied, as text that every planner under measurement reads: first {@code host
 * MEMORY_MIB VCPUS drain|keep}, then {@code guest HOST MEMORY_MIB VCPUS DIRTY_MIB_PER_SECOND}.
 */
public record DrainFleet(List<HostLine> hosts, List<GuestLine> guests) {
    private static final int HOSTS = 1_000;
    private static final int DRAINED = 50;
    private static final int LEAVING = 758;
    private static final int GUESTS = 15_160;
    private static final int HOST_MIB = 128 * 1_024;
    private static final int HOST_VCPUS = 96;
    private static final int[] GUEST_GIB = {1, 2, 2, 4, 4, 4, 8, 8, 16};

    /** A host, and whether it has to be emptied. */
    public record HostLine(int memoryMib, int vcpus, boolean drained) {}

    /** A guest and where it runs. */
    public record GuestLine(int host, int memoryMib, int vcpus, int dirtyMibPerSecond) {}

    /** The same seed, the same fleet. */
    public static DrainFleet generate(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<HostLine> hosts = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            hosts.add(new HostLine(HOST_MIB, HOST_VCPUS, host < DRAINED));
        }
        int[] freeMib = new int[HOSTS];
        Arrays.fill(freeMib, HOST_MIB);
        int[] freeVcpus = new int[HOSTS];
        Arrays.fill(freeVcpus, HOST_VCPUS);
        List<GuestLine> guests = new ArrayList<>();
        while (guests.size() < GUESTS) {
            int host = guests.size() < LEAVING ? random.nextInt(DRAINED) : DRAINED + random.nextInt(HOSTS - DRAINED);
            int gib = GUEST_GIB[random.nextInt(GUEST_GIB.length)];
            int vcpus = 1 << random.nextInt(4);
            int dirty = random.nextInt(4) == 0 ? random.nextInt(60) : random.nextInt(8);
            if (freeMib[host] >= gib * 1_024 && freeVcpus[host] >= vcpus) {
                freeMib[host] -= gib * 1_024;
                freeVcpus[host] -= vcpus;
                guests.add(new GuestLine(host, gib * 1_024, vcpus, dirty));
            }
        }
        return new DrainFleet(hosts, guests);
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        for (HostLine host : hosts) {
            text.append("host ")
                    .append(host.memoryMib())
                    .append(' ')
                    .append(host.vcpus())
                    .append(host.drained() ? " drain\n" : " keep\n");
        }
        for (GuestLine guest : guests) {
            text.append("guest ")
                    .append(guest.host())
                    .append(' ')
                    .append(guest.memoryMib())
                    .append(' ')
                    .append(guest.vcpus())
                    .append(' ')
                    .append(guest.dirtyMibPerSecond())
                    .append('\n');
        }
        return text.toString();
    }

    static DrainFleet parse(List<String> lines) {
        List<HostLine> hosts = new ArrayList<>();
        List<GuestLine> guests = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            int first = Integer.parseInt(fields[1]);
            int second = Integer.parseInt(fields[2]);
            if (fields[0].equals("host")) {
                hosts.add(new HostLine(first, second, fields[3].equals("drain")));
            } else {
                guests.add(new GuestLine(first, second, Integer.parseInt(fields[3]), Integer.parseInt(fields[4])));
            }
        }
        return new DrainFleet(hosts, guests);
    }
}
