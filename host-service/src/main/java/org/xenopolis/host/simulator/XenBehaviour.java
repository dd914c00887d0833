package org.xenopolis.host.simulator;

import java.util.Locale;

/**
 * What real hosts were seen to do that a plain model does not. Each is off unless a simulated host is told to have it, see
 * {@link XenBehaviours#of}. Seen on: Xen 4.17 of Debian 12, dom0 under QEMU (docs/howto/xen-lab.md), unless it says
 * otherwise.
 */
public enum XenBehaviour {
    /**
     * Guests are paravirtualised and Xen has no shadow paging: a live copy fails when it comes to the memory, while save and
     * restore work. Seen with Xen 4.17.7, built without it since XSA-495: {@code Failed to enable logdirty: 95}.
     */
    PV_CANNOT_MOVE_LIVE,
    /**
     * Saving ends with the guest paused, and only a second step says that its memory is saved: whoever dies in between leaves
     * a guest that is merely paused. Seen with {@code xl save -p}.
     */
    SAVE_LEAVES_PAUSED,
    /**
     * A destroyed domain stays as {@code (null)} and keeps its memory for a while. Seen in {@code xl list} after
     * {@code xl destroy}; in the trackers of xapi (4862) and Qubes (825) for ever, when a backend does not let go.
     */
    DYING_LINGERS(800, 3_000),
    /**
     * The receiving domain is there, with all its memory, from the first byte on, and stays when the stream breaks and nobody
     * destroys it. Seen as {@code v-…--incoming} after a broken {@code xl migrate}.
     */
    INCOMING_STAYS,
    /**
     * Of a freeze of the whole machine dom0 notices only what is left after whole multiples of 42.9 s. Seen with QEMU stopped
     * by SIGSTOP: the timer wraps, and the agent takes its lease for longer than it is.
     */
    CLOCK_LOSES_FREEZES,
    /** A guest told to shrink keeps its memory. Seen with guests that have no balloon driver, or are too busy for it. */
    MEMORY_KEPT,
    /**
     * A running guest goes on with the vCPUs that it has. Seen with guests that do not listen to {@code cpu/N/availability}:
     * {@code xl vcpu-set} succeeds all the same.
     */
    VCPUS_IGNORED,
    /** Creating and destroying take seconds. Seen always; in the lab {@code xl create} takes up to ten. */
    SLOW_LIFE(300, 2_000),
    /**
     * Of the console only the newest text is kept. Seen with xenconsoled's log, which dom0 has to keep small (XSA-180): who
     * reads from the beginning gets a later beginning.
     */
    SHORT_CONSOLE,
    /** Whatever is asked of dom0 is answered late. Seen when guests leave dom0 no CPU: leases ran out meanwhile. */
    STARVED_DOM0(200, 1_500),
    /**
     * A running guest does not let go of a volume; its backend stays until the guest ends. Seen with {@code xl block-detach}
     * while the guest has it mounted.
     */
    VOLUME_HELD,
    /** A guest asked to shut down goes on. Seen with guests that do not listen to {@code control/shutdown}. */
    DEAF_TO_SHUTDOWN;

    private final long shortestMillis;
    private final long longestMillis;

    XenBehaviour() {
        this(0, 0);
    }

    XenBehaviour(long shortestMillis, long longestMillis) {
        this.shortestMillis = shortestMillis;
        this.longestMillis = longestMillis;
    }

    /** How long it takes, at least; 0 for one that takes no time. */
    long shortestMillis() {
        return shortestMillis;
    }

    long longestMillis() {
        return longestMillis;
    }

    /** As settings name it: {@code dying-lingers}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
