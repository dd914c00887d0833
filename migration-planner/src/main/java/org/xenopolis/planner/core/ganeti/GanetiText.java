package org.xenopolis.planner.core.ganeti;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and writes htools' text format: five sections, an empty line between them. */
public final class GanetiText {
    /** Ganeti's own, for groups without a policy. */
    private static final double VCPU_RATIO = 4;

    private static final double SPINDLE_RATIO = 32;
    private static final double[] EVEN_LOAD = {1, 1, 1, 1};
    private static final String EXCLUSION = "htools:iextags:";
    private static final Set<String> TEMPLATES =
            Set.of("diskless", "file", "sharedfile", "plain", "blockdev", "drbd", "rbd", "ext", "gluster");
    /** Tags with rules that this reading does not know: better refused than broken. */
    private static final List<String> UNKNOWN =
            List.of("htools:migration:", "htools:allowmigration:", "htools:nlocation:", "htools:desiredlocation:");

    private final String file;
    private final List<String> lines;
    private final List<String> groups = new ArrayList<>();
    private final Map<String, Integer> groupByUuid = new HashMap<>();
    private final List<GanetiNode> nodes = new ArrayList<>();
    private final Map<String, Integer> nodeByName = new HashMap<>();
    private final List<GanetiGuest> guests = new ArrayList<>();
    private final Map<String, Integer> guestByName = new HashMap<>();
    private final List<String> exclusions = new ArrayList<>();
    private double[] vcpuRatios = {};
    private double[] spindleRatios = {};
    private int at;

    private GanetiText(String file, String text) {
        this.file = file;
        this.lines = List.copyOf(Fields.split(text, '\n'));
    }

    /**
     * @param load of each guest, one line each: {@code name cpu mem disk net}; empty for the same load everywhere
     */
    public static GanetiCluster parse(String file, String text, String loadFile, String load) {
        return new GanetiText(file, text).read(loadFile, load);
    }

    /** The same text with guests on other nodes, and the nodes' free memory and disk as they then are. */
    public static String write(GanetiCluster cluster, List<Pair> pairs) {
        List<String> lines = new ArrayList<>(cluster.lines());
        long[] memory = new long[cluster.nodes().size()];
        long[] disk = new long[memory.length];
        for (int guest = 0; guest < pairs.size(); guest++) {
            GanetiGuest of = cluster.guests().get(guest);
            if (pairs.get(guest).equals(of.pair())) {
                continue;
            }
            take(of, of.pair(), -1, memory, disk);
            take(of, pairs.get(guest), 1, memory, disk);
            int line = cluster.guestsFrom() + guest;
            replace(lines, line, 6, name(cluster, pairs.get(guest).primary()));
            if (of.isMirrored()) {
                replace(lines, line, 7, name(cluster, pairs.get(guest).secondary()));
            }
        }
        for (int node = 0; node < memory.length; node++) {
            GanetiNode on = cluster.nodes().get(node);
            if (memory[node] != 0) {
                replace(lines, cluster.nodesFrom() + node, 3, String.valueOf(on.freeMemory() - memory[node]));
            }
            if (disk[node] != 0) {
                replace(lines, cluster.nodesFrom() + node, 5, String.valueOf(on.freeDisk() - disk[node]));
            }
        }
        return String.join("\n", lines);
    }

    private static void take(GanetiGuest guest, Pair at, int times, long[] memory, long[] disk) {
        memory[at.primary()] += times * (guest.usesMemory() ? guest.memory() : 0);
        if (guest.isMirrored()) {
            disk[at.primary()] += times * guest.disk();
            disk[at.secondary()] += times * guest.disk();
        }
    }

    private static String name(GanetiCluster cluster, int node) {
        return cluster.nodes().get(node).name();
    }

    private static void replace(List<String> lines, int line, int field, String value) {
        List<String> fields = Fields.split(lines.get(line), '|');
        fields.set(field, value);
        lines.set(line, String.join("|", fields));
    }

    private GanetiCluster read(String loadFile, String load) {
        while (inSection()) {
            Fields in = next(4, "a group");
            groupByUuid.put(in.text(1), groups.size());
            groups.add(in.text(0));
        }
        vcpuRatios = new double[groups.size()];
        spindleRatios = new double[groups.size()];
        Arrays.fill(vcpuRatios, VCPU_RATIO);
        Arrays.fill(spindleRatios, SPINDLE_RATIO);
        at++;
        int nodesFrom = at;
        while (inSection()) {
            readNode(next(9, "a node"));
        }
        at++;
        int guestsFrom = at;
        while (inSection()) {
            readGuest(next(10, "an instance"));
        }
        at++;
        while (inSection()) {
            readTag(lines.get(at++));
        }
        at++;
        while (inSection()) {
            readPolicy(next(6, "a policy"));
        }
        return new GanetiCluster(
                lines,
                nodesFrom,
                guestsFrom,
                groups,
                nodes,
                guests,
                loads(loadFile, load),
                exclusions,
                vcpuRatios,
                spindleRatios);
    }

    private boolean inSection() {
        return at < lines.size() && !lines.get(at).isEmpty();
    }

    private Fields next(int count, String what) {
        Fields fields = new Fields(file, at + 1, Fields.split(lines.get(at), '|'));
        at++;
        return fields.atLeast(count, what);
    }

    private void readNode(Fields in) {
        GanetiNode node = GanetiNode.read(in, find(groupByUuid, in, 8, "group"));
        if (nodeByName.put(node.name(), nodes.size()) != null) {
            throw in.wrong("a second node named '" + node.name() + "'");
        }
        nodes.add(node);
    }

    private void readGuest(Fields in) {
        int primary = find(nodeByName, in, 6, "node");
        int secondary = in.text(7).isEmpty() ? -1 : find(nodeByName, in, 7, "node");
        GanetiGuest guest = GanetiGuest.read(in, primary, secondary);
        if (!TEMPLATES.contains(guest.template())) {
            throw in.wrong("unknown disk template '" + guest.template() + "'");
        }
        if (guest.isMirrored() && (secondary < 0 || secondary == primary)) {
            throw in.wrong("a mirrored instance needs another node as its secondary");
        }
        if (guestByName.put(guest.name(), guests.size()) != null) {
            throw in.wrong("a second instance named '" + guest.name() + "'");
        }
        guests.add(guest);
    }

    private void readTag(String tag) {
        for (String prefix : UNKNOWN) {
            if (tag.startsWith(prefix)) {
                throw new GanetiException(file + ", line " + at + ": cannot plan with tags of " + prefix + " yet");
            }
        }
        if (tag.startsWith(EXCLUSION)) {
            exclusions.add(tag.substring(EXCLUSION.length()));
        }
    }

    private void readPolicy(Fields in) {
        int group = groups.indexOf(in.text(0));
        if (group < 0 && !in.text(0).isEmpty()) {
            throw in.wrong("no group named '" + in.text(0) + "'");
        }
        if (group >= 0) {
            vcpuRatios[group] = in.amount(4, "the vCPU ratio", "");
            spindleRatios[group] = in.amount(5, "the spindle ratio", "");
        }
    }

    private double[][] loads(String loadFile, String load) {
        double[][] loads = new double[guests.size()][];
        Arrays.fill(loads, EVEN_LOAD);
        Set<Integer> seen = new HashSet<>();
        List<String> rows = Fields.split(load, '\n');
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).isBlank()) {
                continue;
            }
            Fields in = Fields.words(loadFile, row + 1, rows.get(row)).atLeast(5, "a load");
            // Ganeti skips loads of instances it does not know; so do we.
            Integer guest = guestByName.get(in.text(0));
            if (guest == null) {
                continue;
            }
            if (!seen.add(guest)) {
                throw in.wrong("a second load of '" + in.text(0) + "'");
            }
            loads[guest] = new double[] {
                in.amount(1, "CPU load", ""),
                in.amount(2, "memory load", ""),
                in.amount(3, "disk load", ""),
                in.amount(4, "network load", "")
            };
        }
        return loads;
    }

    private static int find(Map<String, Integer> names, Fields in, int index, String what) {
        Integer found = names.get(in.text(index));
        if (found == null) {
            throw in.wrong("no " + what + " named '" + in.text(index) + "'");
        }
        return found;
    }
}
