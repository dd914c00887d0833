package org.xenopolis.images.core;

import java.util.Set;

/** What an image boots from, and therefore which parts it has. */
public enum ImageKind {
    DISK(Set.of(PartRole.DISK), Set.of(PartRole.DISK)),
    KERNEL_RAMDISK(Set.of(PartRole.KERNEL), Set.of(PartRole.KERNEL, PartRole.RAMDISK, PartRole.DISK));

    private final Set<PartRole> required;
    private final Set<PartRole> allowed;

    ImageKind(Set<PartRole> required, Set<PartRole> allowed) {
        this.required = required;
        this.allowed = allowed;
    }

    /** Whether an image of this kind may have exactly these parts. */
    public boolean fits(Set<PartRole> roles) {
        return roles.containsAll(required) && allowed.containsAll(roles);
    }
}
