package org.xenopolis.images.core;

import java.util.Locale;

/** What a part of an image is for. */
public enum PartRole {
    DISK,
    KERNEL,
    RAMDISK;

    /** As a manifest writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
