package org.xenopolis.planner.core.ganeti;

import java.util.List;
import java.util.Set;

/**
 * An instance as the text says; memory and disk in MiB.
 *
 * @param secondary the node with the second copy of its disks; −1 without one
 */
public record GanetiGuest(
        String name,
        long memory,
        long disk,
        long vcpus,
        String status,
        boolean autoBalance,
        int primary,
        int secondary,
        String template,
        List<String> tags,
        long spindleUse,
        boolean forthcoming) {
    private static final Set<String> LOCAL = Set.of("plain", "drbd");
    private static final Set<String> SHARED = Set.of("sharedfile", "blockdev", "rbd", "ext", "gluster");
    private static final Set<String> WITHOUT_MEMORY = Set.of("ADMIN_down", "ADMIN_offline", "ERROR_down", "USER_down");

    static GanetiGuest read(Fields in, int primary, int secondary) {
        return new GanetiGuest(
                in.text(0),
                in.whole(1, "memory", ""),
                in.whole(2, "disk", ""),
                in.whole(3, "vCPUs", ""),
                in.text(4),
                in.text(5).equals("Y"),
                primary,
                secondary,
                in.text(8),
                in.words(9),
                in.whole(10, "spindle use", "1"),
                in.yes(12, "forthcoming"));
    }

    boolean usesMemory() {
        return !forthcoming && !WITHOUT_MEMORY.contains(status);
    }

    boolean isOnline() {
        return !status.equals("ADMIN_offline");
    }

    boolean usesLocalDisk() {
        return LOCAL.contains(template);
    }

    boolean isMirrored() {
        return template.equals("drbd");
    }

    /** Whether any node of its group can run it: its disks are not on one node. */
    boolean isShared() {
        return SHARED.contains(template);
    }

    Pair pair() {
        return new Pair(primary, isMirrored() ? secondary : -1);
    }

    /** What must be free on the secondary when the primary fails. */
    long reserve() {
        return isMirrored() && isOnline() && autoBalance && !forthcoming ? memory : 0;
    }

    /** The same guest where nodes have other numbers. */
    GanetiGuest between(int[] place) {
        return new GanetiGuest(
                name,
                memory,
                disk,
                vcpus,
                status,
                autoBalance,
                place[primary],
                secondary < 0 ? -1 : place[secondary],
                template,
                tags,
                spindleUse,
                forthcoming);
    }
}
