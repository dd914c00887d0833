package org.xenopolis.deploy.local.bench.drain;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.deploy.local.bench.drain.DrainFleet.GuestLine;
import org.xenopolis.deploy.local.bench.drain.DrainFleet.HostLine;
import org.xenopolis.planner.core.ByteRate;
import org.xenopolis.planner.core.MoveCost;
import org.xenopolis.planner.core.PreCopyModel;
import org.xenopolis.planner.core.model.Guard;
import org.xenopolis.planner.core.model.Model;
import org.xenopolis.planner.core.model.Placement;
import org.xenopolis.planner.core.schedule.Evacuation;
import org.xenopolis.planner.core.schedule.Timetable;

/**
 * Our side, in a process of its own like the peer's: from the model to the timetable. Writes the steps, and prints the CPU
 * seconds of the process in between, which leaves its start and its reading out as it does for the peer.
 */
public final class DrainRun {
    private static final int RESOURCES = 2;

    private DrainRun() {}

    /** Arguments: the drain file, and where the steps go: {@code ITEM FROM TO STARTS SECONDS}. */
    public static void main(String[] arguments) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        DrainFleet fleet = DrainFleet.parse(lines);
        Model model = model(fleet);
        long before = cpuNanos();
        boolean[] closed = new boolean[fleet.hosts().size()];
        int[] drained = drained(fleet, closed);
        Evacuation.Plan plan =
                new Evacuation(new Placement(model), Guard.NONE, closed).empty(drained, seconds(fleet, closed));
        Timetable timetable = Timetable.of(plan.transfers(), fleet.hosts().size());
        double cpu = (cpuNanos() - before) / 1e9;
        StringBuilder steps = new StringBuilder();
        for (Timetable.Entry entry : timetable.entries()) {
            steps.append(entry.transfer().item() + " " + entry.transfer().from() + " "
                    + entry.transfer().to() + " " + entry.starts() + " "
                    + entry.transfer().seconds() + "\n");
        }
        Files.writeString(Path.of(arguments[1]), steps);
        System.out.println("moves " + plan.transfers().size());
        System.out.println("stuck " + plan.stuck().size());
        System.out.println("makespan " + timetable.makespan() + " s");
        System.out.println("bound " + timetable.bound() + " s");
        System.out.println("CPU " + cpu + " s");
    }

    private static int[] drained(DrainFleet fleet, boolean[] closed) {
        int[] drained = new int[closed.length];
        int count = 0;
        for (int host = 0; host < closed.length; host++) {
            if (fleet.hosts().get(host).drained()) {
                closed[host] = true;
                drained[count++] = host;
            }
        }
        return Arrays.copyOf(drained, count);
    }

    private static Model model(DrainFleet fleet) {
        int hosts = fleet.hosts().size();
        int guests = fleet.guests().size();
        long[] capacity = new long[hosts * RESOURCES];
        for (int host = 0; host < hosts; host++) {
            HostLine line = fleet.hosts().get(host);
            capacity[host * RESOURCES] = line.memoryMib();
            capacity[host * RESOURCES + 1] = line.vcpus();
        }
        long[] demand = new long[guests * RESOURCES];
        int[] home = new int[guests];
        int[] group = new int[guests];
        for (int guest = 0; guest < guests; guest++) {
            GuestLine line = fleet.guests().get(guest);
            demand[guest * RESOURCES] = line.memoryMib();
            demand[guest * RESOURCES + 1] = line.vcpus();
            home[guest] = line.host();
            group[guest] = guest;
        }
        int[] alone = new int[guests];
        Arrays.fill(alone, 1);
        int[][] none = new int[guests][0];
        return new Model(
                new Model.Machines(hosts, capacity, new int[hosts], 1, new int[hosts], 1),
                new Model.Items(guests, demand, group, home),
                new Model.Groups(guests, alone, new int[guests], none, none),
                RESOURCES,
                new boolean[RESOURCES]);
    }

    /** Only of those that leave. */
    private static double[] seconds(DrainFleet fleet, boolean[] closed) {
        double[] seconds = new double[fleet.guests().size()];
        for (int guest = 0; guest < seconds.length; guest++) {
            GuestLine line = fleet.guests().get(guest);
            if (!closed[line.host()]) {
                continue;
            }
            MoveCost cost = PreCopyModel.LIBXL.cost(
                    MemorySize.ofMebibytes(line.memoryMib()),
                    new ByteRate((long) line.dirtyMibPerSecond() << 20),
                    ByteRate.GIGABIT);
            seconds[guest] = cost.copy().plus(cost.pause()).toNanos() / 1e9;
        }
        return seconds;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
