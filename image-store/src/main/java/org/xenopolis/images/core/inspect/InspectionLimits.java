package org.xenopolis.images.core.inspect;

/**
 * What a disk may claim.
 *
 * @param diskBytesMax the largest disk a guest may see
 * @param expansionMax how many times larger than its file a disk may claim to be, beyond the free allowance
 * @param expansionFreeBytes a disk up to this size may come in a file however small
 */
public record InspectionLimits(long diskBytesMax, long expansionMax, long expansionFreeBytes) {
    public static final InspectionLimits DEFAULT = new InspectionLimits(64L << 30, 2_000, 2L << 30);

    boolean expandsTooMuch(long virtualBytes, long fileBytes) {
        return virtualBytes > expansionFreeBytes && virtualBytes / expansionMax > fileBytes;
    }
}
