package org.xenopolis.images.core.inspect;

import java.util.Set;
import org.xenopolis.images.core.BootFact;

/** What a file is. */
public sealed interface Inspection {
    /**
     * @param virtualBytes size of the disk the guest sees; for a kernel or ramdisk the size of the file
     * @param boot of a qcow2 file nothing: the raw disk that is made of it is looked at instead
     */
    record Accepted(Format format, long virtualBytes, Set<BootFact> boot) implements Inspection {
        public Accepted {
            boot = Set.copyOf(boot);
        }

        public Accepted(Format format, long virtualBytes) {
            this(format, virtualBytes, Set.of());
        }
    }

    /** @param reason a sentence for the owner of the image */
    record Refused(String reason) implements Inspection {}
}
