package org.xenopolis.deploy.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A flat cluster in ten groups, each balanced by hbal alone: how large clusters are run with it. */
final class HbalGroups {
    static final int COUNT = 10;
    private static final int NODE_FIELDS = 15;
    private static final int GROUP_OF_NODE = 8;

    private final Path grouped;
    private final Path load;

    /** @param cluster as ganeti_gen.py makes it: one group, the path without its ending */
    HbalGroups(Path cluster, int nodes, Path work) throws IOException {
        this.grouped = work.resolve("grouped.txt");
        this.load = Path.of(cluster + ".dynu");
        Files.write(grouped, grouped(Files.readAllLines(Path.of(cluster + ".txt")), nodes));
    }

    /**
     * What the whole cluster scores at least when hbal has balanced its groups. Over all nodes a variance is the mean of
     * the groups' variances and what they differ by besides, so a sum of deviations is at least √(Σ score² / groups);
     * groups that were not balanced count as perfect ones.
     */
    double scoreAtLeast(int balanced) {
        double squares = 0;
        for (int group = 0; group < balanced; group++) {
            double score = PlanRun.shell("hbal -t %s -U %s -G group-%d".formatted(grouped, load, group))
                    .number("Cluster score improved from [0-9.]+ to");
            squares += score * score;
        }
        return Math.sqrt(squares / COUNT);
    }

    private static List<String> grouped(List<String> lines, int nodes) {
        int[] node = {0};
        return lines.stream()
                .map(line -> {
                    String[] fields = line.split("\\|", -1);
                    if (fields.length == NODE_FIELDS) {
                        fields[GROUP_OF_NODE] = "uuid-" + node[0]++ * COUNT / nodes;
                        return String.join("|", fields);
                    }
                    return line.startsWith("group-01|") ? once(line) : line;
                })
                .toList();
    }

    /** A group's line, or its policy, for each group. */
    private static String once(String line) {
        return IntStream.range(0, COUNT)
                .mapToObj(group -> line.replace("group-01", "group-" + group).replace("uuid-01", "uuid-" + group))
                .collect(Collectors.joining("\n"));
    }
}
