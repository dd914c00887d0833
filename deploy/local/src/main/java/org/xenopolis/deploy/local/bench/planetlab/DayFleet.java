package org.xenopolis.deploy.local.bench.planetlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Hosts of two kinds and guests of four, as published, with the traces of one day. */
record DayFleet(List<DayHost> hosts, List<DayGuest> guests) {
    private static final int HOSTS = 800;
    private static final int HOST_MIB = 4_096;
    /** Watts at 0, 10, … 100 % of the CPU: SPECpower of HP ProLiant ML110 G4 and G5. */
    private static final double[][] WATTS = {
        {86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117},
        {93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135}
    };

    private static final double[] CORE_MIPS = {1_860, 2_660};
    private static final double[] GUEST_MIPS = {2_500, 2_000, 1_000, 500};
    private static final int[] GUEST_MIB = {870, 1_740, 1_740, 613};
    private static final int SAMPLES = 288;

    /** The fleet on the morning of a day: a file for each guest, in the order of their names. */
    static DayFleet of(Path traces) {
        List<DayHost> hosts = new ArrayList<>();
        for (int id = 0; id < HOSTS; id++) {
            hosts.add(new DayHost(id, CORE_MIPS[id % 2], HOST_MIB, WATTS[id % 2]));
        }
        List<Path> files = files(traces);
        List<DayGuest> guests = new ArrayList<>();
        for (int id = 0; id < files.size(); id++) {
            int kind = id / Math.ceilDiv(files.size(), GUEST_MIPS.length);
            guests.add(new DayGuest(id, GUEST_MIPS[kind], GUEST_MIB[kind], trace(files.get(id))));
        }
        DayFleet fleet = new DayFleet(hosts, guests);
        fleet.spread();
        return fleet;
    }

    /** Where guests begin: as if each took all it may, where that costs least power. */
    private void spread() {
        double[] taken = new double[hosts.size()];
        int[] memory = new int[hosts.size()];
        for (DayGuest guest : guests) {
            int found = -1;
            double least = Double.MAX_VALUE;
            for (DayHost host : hosts) {
                double after = taken[host.id] + guest.mips;
                boolean fits = guest.mips <= host.coreMips
                        && after <= host.totalMips
                        && memory[host.id] + guest.memoryMib <= host.memoryMib;
                double more = fits ? host.watts(after / host.totalMips) - host.watts(0) : least;
                if (more < least) {
                    least = more;
                    found = host.id;
                }
            }
            taken[found] += guest.mips;
            memory[found] += guest.memoryMib;
            guest.at = hosts.get(found);
            guest.at.guests.add(guest);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] trace(Path file) {
        try {
            double[] trace = new double[SAMPLES + 1];
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i <= SAMPLES; i++) {
                trace[i] = Integer.parseInt(lines.get(Math.min(i, SAMPLES - 1)).strip()) / 100.0;
            }
            return trace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
