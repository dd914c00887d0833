package org.xenopolis.planner.core.ganeti;

import java.util.List;

/**
 * A node as the text says; memory and disk in MiB.
 *
 * @param nodeMemory what the node itself takes
 * @param group index into the cluster's groups
 * @param nodeCpus vCPUs' worth that the node itself takes
 */
public record GanetiNode(
        String name,
        double totalMemory,
        long nodeMemory,
        long freeMemory,
        double totalDisk,
        long freeDisk,
        double cpus,
        boolean offline,
        int group,
        long spindles,
        List<String> tags,
        boolean exclusiveStorage,
        long freeSpindles,
        long nodeCpus,
        double cpuSpeed) {

    static GanetiNode read(Fields in, int group) {
        boolean unknown =
                List.of(1, 2, 3, 4, 5, 6).stream().anyMatch(i -> in.text(i).equals("?"));
        if (unknown) {
            return new GanetiNode(in.text(0), 0, 0, 0, 0, 0, 0, true, group, 0, List.of(), false, 0, 0, 1);
        }
        return new GanetiNode(
                in.text(0),
                in.amount(1, "total memory", ""),
                in.whole(2, "node memory", ""),
                in.whole(3, "free memory", ""),
                in.amount(4, "total disk", ""),
                in.whole(5, "free disk", ""),
                in.amount(6, "the number of CPUs", ""),
                in.text(7).equals("Y"),
                group,
                in.whole(9, "spindles", "1"),
                in.words(10),
                in.yes(11, "exclusive storage"),
                in.whole(12, "free spindles", "0"),
                in.whole(13, "node CPUs", "1"),
                in.amount(14, "CPU speed", "1.0"));
    }
}
