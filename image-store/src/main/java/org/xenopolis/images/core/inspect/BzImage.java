package org.xenopolis.images.core.inspect;

import java.nio.ByteBuffer;
import org.xenopolis.images.core.inspect.Inspection.Accepted;
import org.xenopolis.images.core.inspect.Inspection.Refused;

/** A Linux kernel as x86 boot loaders know it: the setup header of Documentation/arch/x86/boot.rst. */
final class BzImage {
    private static final int HEADER_BYTES = 0x268;
    private static final int BOOT_FLAG = 0xaa55;
    /** 2.12 (Linux 3.8) added the flags that say the kernel has a 64-bit entry. */
    private static final int PROTOCOL_MIN = 0x020c;

    private static final int LOADED_HIGH = 1;
    private static final int XLF_KERNEL_64 = 1;
    private static final int SECTOR_BYTES = 512;
    private static final int SETUP_SECTORS_DEFAULT = 4;
    private static final int PARAGRAPH_BYTES = 16;

    private BzImage() {}

    static Inspection inspect(ByteView file) {
        ByteBuffer header = file.littleEndian(0, HEADER_BYTES);
        if (header.limit() < HEADER_BYTES) {
            return new Refused("The kernel ends inside its header.");
        }
        if (Short.toUnsignedInt(header.getShort(0x1fe)) != BOOT_FLAG) {
            return new Refused("The kernel has no boot flag: it is no bzImage.");
        }
        if (Short.toUnsignedInt(header.getShort(0x206)) < PROTOCOL_MIN) {
            return new Refused("The kernel is too old (boot protocol before 2.12).");
        }
        if ((header.get(0x211) & LOADED_HIGH) == 0 || (header.getShort(0x236) & XLF_KERNEL_64) == 0) {
            return new Refused("The kernel is not a 64-bit bzImage.");
        }
        int setupSectors = Byte.toUnsignedInt(header.get(0x1f1));
        long setup = (1L + (setupSectors == 0 ? SETUP_SECTORS_DEFAULT : setupSectors)) * SECTOR_BYTES;
        long body = Integer.toUnsignedLong(header.getInt(0x1f4)) * PARAGRAPH_BYTES;
        if (body == 0 || !file.holds(setup, body)) {
            return new Refused("The kernel is shorter than its header says.");
        }
        long payload = Integer.toUnsignedLong(header.getInt(0x248));
        long payloadBytes = Integer.toUnsignedLong(header.getInt(0x24c));
        if (payloadBytes == 0 || payload > body || payloadBytes > body - payload) {
            return new Refused("The kernel's payload lies outside of it.");
        }
        return new Accepted(Format.BZIMAGE, file.size(), KernelPayload.facts(file, setup + payload, payloadBytes));
    }
}
