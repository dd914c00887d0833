package org.xenopolis.host.xen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.host.xen.config.BootChoice;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.dom0.Dom0Exception;

/**
 * What a host has, from its boot on.
 *
 * @param memory for guests
 * @param claims whether xl has a domain's memory set aside before it builds it
 * @param diskBytes of the file system that guests' disks are on
 */
record HostFacts(
        String bootId,
        int physicalCpus,
        MemorySize memory,
        MemorySize freeMemory,
        XenVersion xen,
        CpuModel cpu,
        long diskBytes,
        boolean hardware,
        boolean claims,
        Set<String> files,
        String scheduler,
        List<MemorySize> numaNodes,
        List<XenstoreUse> xenstore) {
    static final String DEVICE_MODEL = "/usr/libexec/xen-qemu-system-i386";
    /** What the hypervisor keeps for itself and for the tables of guests: a share, and something besides. */
    private static final int OWN_PART = 32;

    private static final long OWN_KIBIBYTES = 32 << 10;

    static HostFacts of(List<String> lines) {
        Map<String, String> facts = new HashMap<>();
        Set<String> files = new HashSet<>();
        List<XenstoreUse> xenstore = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split("\t", 2);
            if (words.length == 2 && words[0].equals("xenstore")) {
                xenstore.add(XenstoreUse.of(words[1]));
            } else if (words.length == 2 && words[0].equals("file")) {
                files.add(words[1]);
            } else if (words.length == 2) {
                facts.put(words[0], words[1]);
            }
        }
        try {
            long total = Long.parseLong(need(facts, "total"));
            long guests = total - Long.parseLong(need(facts, "dom0")) - total / OWN_PART - OWN_KIBIBYTES;
            return new HostFacts(
                    need(facts, "boot"),
                    Integer.parseInt(need(facts, "cpus")),
                    new MemorySize(Math.max(0, guests) << 10),
                    new MemorySize(Long.parseLong(need(facts, "free")) << 10),
                    XenVersion.of(need(facts, "xen")),
                    new CpuModel(
                            need(facts, "vendor_id"),
                            Set.of(need(facts, "flags").split(" +"))),
                    Long.parseLong(need(facts, "disk")),
                    Set.of(need(facts, "caps").split(",")).contains("hvm"),
                    need(facts, "claims").equals("yes"),
                    Set.copyOf(files),
                    need(facts, "scheduler"),
                    numa(need(facts, "numa")),
                    List.copyOf(xenstore));
        } catch (IllegalArgumentException e) {
            throw new Dom0Exception("facts in another form than ours", e);
        }
    }

    private static List<MemorySize> numa(String mebibytes) {
        return mebibytes.equals("-")
                ? List.of()
                : Stream.of(mebibytes.split(","))
                        .map(node -> MemorySize.ofMebibytes(Long.parseLong(node)))
                        .toList();
    }

    /** A domain's nodes in xenstore, and how many it may have. */
    record XenstoreUse(int domid, long nodes, long nodesMax) {
        static XenstoreUse of(String text) {
            String[] words = text.split("\t", -1);
            if (words.length != 3) {
                throw new Dom0Exception("a use of xenstore in another form than ours");
            }
            return new XenstoreUse(Integer.parseInt(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    /** For people: what placement does not ask for. */
    String summary() {
        String nodes =
                numaNodes.stream().map(node -> (node.bytes() >> 20) + " MiB").collect(Collectors.joining(" + "));
        String store = xenstore.stream()
                .max(Comparator.comparingDouble(use -> (double) use.nodes() / Math.max(1, use.nodesMax())))
                .map(use -> "domain " + use.domid() + " uses most of its xenstore quota, " + use.nodes() + " of "
                        + use.nodesMax() + " nodes")
                .orElse("xenstore does not tell its quotas");
        return "Xen " + xen + ", scheduler " + scheduler + ", " + physicalCpus + " CPUs, " + numaNodes.size()
                + " NUMA nodes (" + nodes + "), " + store;
    }

    /** What a host has to be before it takes guests. @throws IllegalStateException that says what to change */
    void require(Optional<CpuList> guestCpus) {
        if (!claims) {
            throw new IllegalStateException(
                    "/etc/xen/xl.conf of this host says claim_mode=0: then two domains that are built"
                            + " at once can run out of memory halfway; take the line out");
        }
        guestCpus.filter(cpus -> cpus.last() >= physicalCpus).ifPresent(cpus -> {
            throw new IllegalStateException(
                    "xeno.xl.cpus.guests is " + cpus + ", but this host's last processor is " + (physicalCpus - 1));
        });
    }

    private static String need(Map<String, String> facts, String name) {
        String value = facts.get(name);
        if (value == null) {
            throw new Dom0Exception("the host says nothing about " + name);
        }
        return value;
    }

    BootChoice.Abilities abilities(boolean pvOnly) {
        return new BootChoice.Abilities(
                hardware,
                files.contains(BootChoice.PVH_GRUB),
                files.contains(BootChoice.PV_GRUB),
                files.contains(DEVICE_MODEL),
                pvOnly);
    }
}
