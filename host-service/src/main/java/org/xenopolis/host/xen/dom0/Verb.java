package org.xenopolis.host.xen.dom0;

/** Something that is done as root in dom0. The set is closed, and each verb checks its own fields. */
public sealed interface Verb permits Ask, Command {
    static int domid(int domid) {
        // Domain 0 is where all this runs, and nobody's guest.
        if (domid < 1 || domid > 0x7fef) {
            throw new IllegalArgumentException("no guest's domid: " + domid);
        }
        return domid;
    }

    static long size(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("no size: " + bytes);
        }
        return bytes;
    }
}
