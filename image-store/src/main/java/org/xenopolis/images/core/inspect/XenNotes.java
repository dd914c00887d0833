package org.xenopolis.images.core.inspect;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.xenopolis.images.core.BootFact;

/** Looks for the notes by which Xen finds a kernel's entries (xen/include/public/elfnote.h) in bytes that stream by. */
final class XenNotes {
    private static final int ENTRY = 1;
    private static final int PHYS32_ENTRY = 18;
    /** Lengths of name and description, type, and the name. */
    private static final int MARK_BYTES = 16;

    private static final int SLICE_BYTES = 64 << 10;

    private final Set<BootFact> found = EnumSet.noneOf(BootFact.class);
    private byte[] rest = new byte[0];

    Set<BootFact> found() {
        return found;
    }

    boolean all() {
        return found.size() == 2;
    }

    void take(byte[] bytes, int length) {
        for (int from = 0; from < length; from += SLICE_BYTES) {
            slice(bytes, from, Math.min(SLICE_BYTES, length - from));
        }
    }

    private void slice(byte[] bytes, int from, int length) {
        byte[] window = Arrays.copyOf(rest, rest.length + length);
        System.arraycopy(bytes, from, window, rest.length, length);
        for (int at = 12; at + 4 <= window.length; at++) {
            if (window[at] == 'X' && window[at + 1] == 'e' && window[at + 2] == 'n' && window[at + 3] == 0) {
                note(window, at - 12);
            }
        }
        rest = Arrays.copyOfRange(window, Math.max(0, window.length - MARK_BYTES + 1), window.length);
    }

    private void note(byte[] window, int at) {
        int description = number(window, at + 4);
        if (number(window, at) == 4 && (description == 4 || description == 8)) {
            switch (number(window, at + 8)) {
                case ENTRY -> found.add(BootFact.PV_ENTRY);
                case PHYS32_ENTRY -> found.add(BootFact.PVH_ENTRY);
                default -> {
                    // Another of the many that Xen knows.
                }
            }
        }
    }

    private static int number(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at])
                | Byte.toUnsignedInt(bytes[at + 1]) << 8
                | Byte.toUnsignedInt(bytes[at + 2]) << 16
                | Byte.toUnsignedInt(bytes[at + 3]) << 24;
    }
}
