package org.xenopolis.planner.core.ganeti;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The clusters among the test resources. */
final class Clusters {
    private Clusters() {}

    static GanetiCluster read(String cluster, @Nullable String load) throws IOException {
        return GanetiText.parse(
                cluster, text(cluster + ".txt"), cluster + ".dynu", load == null ? "" : text(load + ".dynu"));
    }

    static String text(String name) throws IOException {
        try (InputStream in = Clusters.class.getResourceAsStream("/ganeti/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Nodes nearly full of guests on shared disks, some of which must keep apart, one node in six offline. */
    static GanetiCluster random(long seed, int nodes, int guests) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder instances = new StringBuilder();
        long[] used = new long[nodes];
        for (int guest = 0; guest < guests; guest++) {
            int node = random.nextInt(nodes);
            int memory = 512 << random.nextInt(4);
            used[node] += memory;
            instances.append("vm-%d|%d|1024|%d|running|Y|node-%d||rbd|only:%d|1|1|N\n"
                    .formatted(guest, memory, 1 + random.nextInt(4), node, random.nextInt(guests)));
        }
        StringBuilder text = new StringBuilder("blue|uuid-1|preferred||\n\n");
        for (int node = 0; node < nodes; node++) {
            long total = used[node] + 512 + 512L * random.nextInt(6) + 512;
            text.append("node-%d|%d|512|%d|102400|102400|16|%s|uuid-1|1||N|0|1|1.0\n"
                    .formatted(node, total, total - 512 - used[node], node % 6 == 5 ? "Y" : "N"));
        }
        text.append('\n').append(instances).append("\nhtools:iextags:only\n\n");
        return GanetiText.parse("random", text.toString(), "load", load(seed, guests));
    }

    /** Guests on mirrored disks, on nodes that can each take what any other one of them runs, but not much more. */
    static GanetiCluster mirrored(long seed, int nodes, int guests) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder instances = new StringBuilder();
        long[] used = new long[nodes];
        long[] disk = new long[nodes];
        long[][] reserve = new long[nodes][nodes];
        for (int guest = 0; guest < guests; guest++) {
            int node = random.nextInt(nodes);
            int other = (node + 1 + random.nextInt(nodes - 1)) % nodes;
            int memory = 512 << random.nextInt(4);
            int size = 1024 << random.nextInt(4);
            used[node] += memory;
            disk[node] += size;
            disk[other] += size;
            reserve[other][node] += memory;
            instances.append("vm-%d|%d|%d|%d|running|Y|node-%d|node-%d|drbd|only:%d|1|1|N\n"
                    .formatted(guest, memory, size, 1 + random.nextInt(4), node, other, random.nextInt(guests)));
        }
        StringBuilder text = new StringBuilder("blue|uuid-1|preferred||\n\n");
        for (int node = 0; node < nodes; node++) {
            long spare = Arrays.stream(reserve[node]).max().orElse(0) + 512 + 1024L * random.nextInt(5);
            long total = used[node] + spare + 512;
            long free = 8192 + 1024L * random.nextInt(16);
            text.append("node-%d|%d|512|%d|%d|%d|16|%s|uuid-1|4||N|0|1|1.0\n"
                    .formatted(node, total, spare, disk[node] + free, free, node % 6 == 5 ? "Y" : "N"));
        }
        text.append('\n').append(instances).append("\nhtools:iextags:only\n\n");
        return GanetiText.parse("mirrored", text.toString(), "load", load(seed, guests));
    }

    static String load(long seed, int guests) {
        SplittableRandom random = new SplittableRandom(-seed);
        StringBuilder load = new StringBuilder();
        for (int guest = 0; guest < guests; guest++) {
            load.append("vm-%d %s %s %s %s%n"
                    .formatted(
                            guest, random.nextDouble(), random.nextDouble(), random.nextDouble(), random.nextDouble()));
        }
        return load.toString();
    }
}
