package org.xenopolis.planner.core.ganeti;

import java.util.List;

/**
 * A cluster in htools' text format.
 *
 * @param lines the text it came from, to be written again with what moved
 * @param nodesFrom index into lines of the first node; of the first guest likewise
 * @param loads of each guest: CPU, memory, disk, network
 * @param exclusionPrefixes guests with the same tag that starts with one of them keep apart
 * @param vcpuRatio vCPUs per CPU at most, of each group
 * @param spindleRatio of each group
 */
@SuppressWarnings("ArrayRecordComponent")
public record GanetiCluster(
        List<String> lines,
        int nodesFrom,
        int guestsFrom,
        List<String> groups,
        List<GanetiNode> nodes,
        List<GanetiGuest> guests,
        double[][] loads,
        List<String> exclusionPrefixes,
        double[] vcpuRatio,
        double[] spindleRatio) {

    /** Tags of a guest that keep it apart from others with the same. */
    List<String> exclusionTags(int guest) {
        return guests.get(guest).tags().stream()
                .filter(tag -> exclusionPrefixes.stream().anyMatch(tag::startsWith))
                .toList();
    }

    /** Where the guests are now. */
    List<Pair> pairs() {
        return guests.stream().map(GanetiGuest::pair).toList();
    }
}
