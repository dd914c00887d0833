package org.xenopolis.images.core.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.xenopolis.images.core.BootFact;

/** What the first sectors of a raw disk say about booting from it. */
public final class DiskBoot {
    private static final int SECTOR_BYTES = 512;
    private static final int CODE_BYTES = 440;
    private static final int TABLE = 446;
    private static final int ENTRY_BYTES = 16;
    private static final int ENTRY_TYPE = 4;
    private static final int SIGNATURE = 510;
    private static final byte[] GPT = "EFI PART".getBytes(StandardCharsets.US_ASCII);

    private DiskBoot() {}

    public static Set<BootFact> facts(ByteView disk) {
        Set<BootFact> facts = EnumSet.of(BootFact.EXAMINED);
        byte[] first = Arrays.copyOf(disk.read(0, SECTOR_BYTES), SECTOR_BYTES);
        boolean signed = first[SIGNATURE] == 0x55 && first[SIGNATURE + 1] == (byte) 0xaa;
        if (signed && !isZero(first, CODE_BYTES)) {
            facts.add(BootFact.BOOT_CODE);
        }
        if ((signed && hasPartition(first)) || Arrays.equals(disk.read(SECTOR_BYTES, GPT.length), GPT)) {
            facts.add(BootFact.PARTITION_TABLE);
        }
        return facts;
    }

    private static boolean isZero(byte[] sector, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (sector[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasPartition(byte[] sector) {
        for (int at = TABLE; at < SIGNATURE; at += ENTRY_BYTES) {
            // The first byte says whether it is the one to boot, and nothing else is allowed in a table.
            if (sector[at + ENTRY_TYPE] != 0 && (sector[at] & 0x7f) == 0) {
                return true;
            }
        }
        return false;
    }
}
