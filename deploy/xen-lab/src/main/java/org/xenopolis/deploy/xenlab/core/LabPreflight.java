package org.xenopolis.deploy.xenlab.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was found on the machine before anything is built or started.
 *
 * @param needed what this step needs
 * @param missingPrograms names of programs that are not in PATH
 * @param foreignBridge a network bridge of the lab's name which another lab made
 */
public record LabPreflight(
        Need needed,
        boolean isRoot,
        boolean hasTun,
        Collection<String> missingPrograms,
        long availableMemoryBytes,
        long freeDiskBytes,
        Optional<String> foreignBridge) {
    private static final double GIBIBYTE = 1L << 30;

    /** The Debian package of each program. */
    private static final Map<String, String> PACKAGES = new TreeMap<>(Map.of(
            "mmdebstrap", "mmdebstrap",
            "mkfs.ext4", "e2fsprogs",
            "unshare", "util-linux",
            "apt-get", "apt",
            "qemu-system-x86_64", "qemu-system-x86",
            "qemu-img", "qemu-utils",
            "ip", "iproute2",
            "ssh", "openssh-client",
            "ssh-keygen", "openssh-client"));

    private static final List<String> BUILD = List.of("mmdebstrap", "mkfs.ext4", "unshare", "apt-get");
    private static final List<String> RUN = List.of("qemu-system-x86_64", "qemu-img", "ip", "ssh", "ssh-keygen");

    /** What a step needs of the machine. */
    public record Need(String step, List<String> programs, boolean network, long memoryBytes, long diskBytes) {
        public Need {
            programs = List.copyOf(programs);
        }

        /** The root of dom0 is put together in memory. */
        public static Need toBuild() {
            return new Need("lab build", BUILD, false, 2L << 30, 3L << 30);
        }

        public static Need toRun(LabSettings settings) {
            long spareMebibytes = 128;
            long memory = settings.hosts() * ((settings.memoryMebibytes() + spareMebibytes) << 20);
            return new Need("lab up", RUN, true, memory, 2L << 30);
        }
    }

    /** What stands in the way, one line each; empty when the step may start. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!isRoot) {
            problems.add("./xeno " + needed.step() + " has to run as root: it makes "
                    + (needed.network() ? "network links" : "a Debian system"));
        }
        if (!missingPrograms.isEmpty()) {
            TreeSet<String> packages = new TreeSet<>();
            missingPrograms.forEach(program -> packages.add(PACKAGES.getOrDefault(program, program)));
            problems.add("not installed: " + String.join(", ", new TreeSet<>(missingPrograms))
                    + " (apt-get install --no-install-recommends " + String.join(" ", packages) + ")");
        }
        if (needed.network() && !hasTun) {
            problems.add("/dev/net/tun is missing: the hosts' network cards need it (modprobe tun)");
        }
        if (availableMemoryBytes < needed.memoryBytes()) {
            problems.add("the machine has " + gibibytes(availableMemoryBytes) + " of memory available, "
                    + needed.step() + " needs " + gibibytes(needed.memoryBytes())
                    + (needed.network() ? ": see --hosts and --memory" : ""));
        }
        if (freeDiskBytes < needed.diskBytes()) {
            problems.add("the disk has " + gibibytes(freeDiskBytes) + " free, " + needed.step() + " needs "
                    + gibibytes(needed.diskBytes()));
        }
        foreignBridge.ifPresent(bridge -> problems.add("another lab has the network " + bridge
                + ": ./xeno lab down there, or choose another one with --network"));
        return problems;
    }

    private static String gibibytes(long bytes) {
        return String.format("%.1f GiB", bytes / GIBIBYTE);
    }
}
