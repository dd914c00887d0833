package org.xenopolis.host.xen;

import java.util.Optional;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.xen.dom0.DomainLabel.Stage;

/**
 * A domain in the hypervisor's own words.
 *
 * @param flags letters: d(ying), s(hut down), p(aused), h(ardware-assisted)
 * @param reason why it shut down (xen/include/public/sched.h)
 * @param targetKibibytes what it may have
 * @param label its name in xenstore, made of printable characters; {@code (null)} when it has none
 */
record SeenDomain(
        int domid,
        String flags,
        int reason,
        long cpuNanos,
        long memoryKibibytes,
        long memoryMaxKibibytes,
        long targetKibibytes,
        int vcpus,
        int vcpusMax,
        String label) {
    private static final int REASON_REBOOT = 1;
    private static final int REASON_SUSPEND = 2;
    private static final int REASON_CRASH = 3;
    private static final int REASON_SOFT_RESET = 5;
    /** A domain has some pages that its target does not count. */
    private static final long BESIDES_KIBIBYTES = 8 << 10;

    static SeenDomain of(String[] words) {
        return new SeenDomain(
                Integer.parseInt(words[1]),
                words[2],
                Integer.parseInt(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]),
                Integer.parseInt(words[8]),
                Integer.parseInt(words[9]),
                words[10]);
    }

    private boolean is(char flag) {
        return flags.indexOf(flag) >= 0;
    }

    boolean isShutDown() {
        return is('s');
    }

    Stage stage() {
        for (Stage stage : Stage.values()) {
            if (!stage.suffix().isEmpty() && label.endsWith(stage.suffix())) {
                return stage;
            }
        }
        return Stage.HERE;
    }

    /** Without the suffix of its stage. */
    DomainName name() {
        return new DomainName(
                label.substring(0, label.length() - stage().suffix().length()));
    }

    boolean isOf(InstanceId instance) {
        return name().equals(DomainName.of(instance));
    }

    Optional<InstanceId> instance() {
        return name().instance();
    }

    /**
     * @param saved whether the instance's memory is saved
     * @param halted whether we ended it for good, though it was suspended then
     */
    DomainState state(boolean saved, boolean halted) {
        if (is('d')) {
            return DomainState.DYING;
        }
        if (halted) {
            return DomainState.SHUTDOWN;
        }
        if (is('s')) {
            return switch (reason) {
                case REASON_SUSPEND ->
                    stage() == Stage.MIGRATED_AWAY ? DomainState.MIGRATED_AWAY : DomainState.SUSPENDED;
                case REASON_CRASH -> DomainState.CRASHED;
                default -> DomainState.SHUTDOWN;
            };
        }
        if (!is('p')) {
            // Waiting for an event, too: that changes a thousand times a second.
            return DomainState.RUNNING;
        }
        return switch (stage()) {
            case MIGRATED_AWAY -> DomainState.MIGRATED_AWAY;
            case INCOMING -> DomainState.INCOMING;
            case HERE -> cpuNanos == 0 ? DomainState.BUILDING : saved ? DomainState.SUSPENDED : DomainState.PAUSED;
        };
    }

    boolean wantsReboot() {
        return is('s') && (reason == REASON_REBOOT || reason == REASON_SOFT_RESET);
    }

    /** What it may have; or what it holds when it does not give back. */
    MemorySize memory() {
        boolean holdsMore = memoryKibibytes > targetKibibytes + BESIDES_KIBIBYTES;
        return new MemorySize((holdsMore ? memoryKibibytes : targetKibibytes) << 10);
    }
}
