package org.xenopolis.deploy.xenlab.core;

/** What the emulated processor must be for Xen to run on it, and to compute rightly. */
final class Processor {
    /** With SMAP and SMEP dom0 crashes at once. */
    static final String MODEL = "max,-smap,-smep";

    /**
     * Xen must not leave a domain's floating point and vector registers to be changed when they are first used: QEMU 7.2
     * does not always notice that use, and digests and signatures in dom0 then come out wrong while a guest runs.
     */
    static final String XEN = "spec-ctrl=eager-fpu xpti=no";

    private Processor() {}
}
