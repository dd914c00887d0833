package org.xenopolis.images.core;

/** What the inspector saw of a part that matters for booting. */
public enum BootFact {
    /** It was looked for everything: what is not named is not there. */
    EXAMINED,
    /** The kernel runs paravirtualised on Xen. */
    PV_ENTRY,
    /** The kernel has Xen's entry for PVH. */
    PVH_ENTRY,
    PARTITION_TABLE,
    /** The first sector holds a program for firmware. */
    BOOT_CODE
}
