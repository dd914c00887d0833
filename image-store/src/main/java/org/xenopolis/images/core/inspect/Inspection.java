package org.xenopolis.images.core.inspect;

/** What a file is. */
public sealed interface Inspection {
    /** @param virtualBytes size of the disk the guest sees; for a kernel or ramdisk the size of the file */
    record Accepted(Format format, long virtualBytes) implements Inspection {}

    /** @param reason a sentence for the owner of the image */
    record Refused(String reason) implements Inspection {}
}
