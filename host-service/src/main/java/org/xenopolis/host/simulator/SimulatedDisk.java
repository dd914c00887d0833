package org.xenopolis.host.simulator;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.xenopolis.host.simulator.record.DiskMade;

/** The bytes of a simulated disk: a master boot record, a note of what it has been through, and zeros; 1 MiB in all. */
final class SimulatedDisk {
    private static final int BYTES = 1 << 20;
    private static final int SECTOR = 512;

    private SimulatedDisk() {}

    static InputStream copy(DiskMade disk, long writtenBytes) {
        byte[] bytes = new byte[BYTES];
        // One Linux partition from sector 1 on, and the signature.
        int entry = 446;
        bytes[entry + 4] = (byte) 0x83;
        bytes[entry + 8] = 1;
        int sectors = BYTES / SECTOR - 1;
        bytes[entry + 12] = (byte) sectors;
        bytes[entry + 13] = (byte) (sectors >>> 8);
        bytes[SECTOR - 2] = 0x55;
        bytes[SECTOR - 1] = (byte) 0xAA;
        byte[] note = ("simulated disk of " + disk.getInstanceId() + " from " + disk.getImageDigest() + ", "
                        + disk.getSizeBytes() + " bytes, " + writtenBytes + " written\n")
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(note, 0, bytes, SECTOR, note.length);
        return new ByteArrayInputStream(bytes);
    }
}
