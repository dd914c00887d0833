package org.xenopolis.images.core;

/** How the guests of an image want to run; with AUTO the host that boots one decides. */
public enum Virtualization {
    AUTO,
    PV,
    PVH,
    HVM
}
