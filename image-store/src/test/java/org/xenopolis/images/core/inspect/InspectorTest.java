package org.xenopolis.images.core.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenopolis.images.Qcow2Sample;
import org.xenopolis.images.Samples;
import org.xenopolis.images.core.BootFact;
import org.xenopolis.images.core.PartRole;
import org.xenopolis.images.core.inspect.Inspection.Accepted;
import org.xenopolis.images.core.inspect.Inspection.Refused;

class InspectorTest {
    private static final int DISK_BYTES = 1 << 20;
    private static final Inspector INSPECTOR = new Inspector(new InspectionLimits(1L << 30, 100, 64L << 20));

    @Test
    void acceptsWhatAPartMayBe() {
        assertThat(inspect(PartRole.DISK, new byte[DISK_BYTES])).isEqualTo(disk());
        assertThat(inspect(PartRole.DISK, Samples.disk(DISK_BYTES, 1))).isEqualTo(disk());
        assertThat(inspect(PartRole.DISK, gpt())).isEqualTo(disk(BootFact.PARTITION_TABLE));
        assertThat(inspect(PartRole.DISK, qcow2())).isEqualTo(new Accepted(Format.QCOW2, DISK_BYTES));
        assertThat(inspect(PartRole.KERNEL, Samples.bzImage(4_096)))
                .isEqualTo(new Accepted(Format.BZIMAGE, 4_096 + 5 * 512));
        assertThat(inspect(PartRole.KERNEL, Samples.elf(18)))
                .isEqualTo(new Accepted(Format.ELF, 512, Set.of(BootFact.EXAMINED, BootFact.PVH_ENTRY)));
        assertThat(inspect(PartRole.RAMDISK, Samples.cpio())).isInstanceOf(Accepted.class);
        assertThat(inspect(PartRole.RAMDISK, Samples.gzip(Samples.cpio()))).isInstanceOf(Accepted.class);
        assertThat(inspect(PartRole.RAMDISK, at(new byte[600], 0, "\u00fd7zXZ\0")))
                .isInstanceOf(Accepted.class);
        assertThat(inspect(PartRole.RAMDISK, at(new byte[600], 0, "\u0028\u00b5\u002f\u00fd")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void findsWhatFirmwareLooksFor() {
        byte[] disk = Samples.disk(DISK_BYTES, 1);
        disk[0] = (byte) 0xeb;
        assertThat(inspect(PartRole.DISK, disk)).isEqualTo(disk(BootFact.BOOT_CODE));
        disk[446 + 4] = (byte) 0x83;
        assertThat(inspect(PartRole.DISK, disk)).isEqualTo(disk(BootFact.BOOT_CODE, BootFact.PARTITION_TABLE));
        disk[511] = 0;
        assertThat(inspect(PartRole.DISK, disk)).isEqualTo(disk());
    }

    private static Accepted disk(BootFact... more) {
        Set<BootFact> facts = EnumSet.of(BootFact.EXAMINED, more);
        return new Accepted(Format.RAW, DISK_BYTES, facts);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                disk("empty", new byte[0]),
                disk("no whole number", new byte[513]),
                disk("gzip", Samples.gzip(new byte[DISK_BYTES])),
                disk("VMDK", at(new byte[DISK_BYTES], 0, "KDMV")),
                disk("VMDK", at(new byte[DISK_BYTES], 0, "# Disk DescriptorFile\nversion=1\n")),
                disk("VMDK", at(new byte[DISK_BYTES], 0, "\n # hello\n\nversion=1\nRW 1 FLAT \"/etc/passwd\" 0\n")),
                disk("VHDX", at(new byte[DISK_BYTES], 0, "vhdxfile")),
                disk("VHD", at(new byte[DISK_BYTES], DISK_BYTES - 512, "conectix")),
                disk("VHD", at(new byte[DISK_BYTES], 0, "conectix")),
                disk("VDI", at(new byte[DISK_BYTES], 0x40, "\u007f\u0010\u00da\u00be")),
                disk("QED", at(new byte[DISK_BYTES], 0, "QED\0")),
                disk("Parallels", at(new byte[DISK_BYTES], 0, "WithoutFreeSpace")),
                disk("DMG", at(new byte[DISK_BYTES], DISK_BYTES - 512, "koly")),
                disk("LUKS", at(new byte[DISK_BYTES], 0, "LUKS\u00ba\u00be")),
                disk("ISO 9660", at(Samples.disk(DISK_BYTES, 2), 0x8001, "CD001")),
                disk("UDF", at(Samples.disk(DISK_BYTES, 2), 0x8801, "NSR03")),
                disk("tar", at(new byte[DISK_BYTES], 257, "ustar")),
                disk("xz", at(new byte[DISK_BYTES], 0, "\u00fd7zXZ\0")),
                disk("zip", at(new byte[DISK_BYTES], 0, "PK\u0003\u0004")),
                disk("ELF", Samples.elf(18)),
                disk("bzImage", Samples.bzImage(4_096)),
                disk("more than one format", at(qcow2(), 0x8001, "CD001")),
                disk("more than one format", at(qcow2(), 257, "ustar")),
                disk("more than one format", at(qcow2(), qcow2().length - 512, "conectix")),
                qcow2("version 1", in -> in.putInt(4, 1)),
                qcow2("version 4", in -> in.putInt(4, 4)),
                qcow2("backing file", in -> in.putLong(8, 104)),
                qcow2("backing file", in -> in.putInt(16, 10)),
                qcow2("impossible size", in -> in.putInt(20, 8)),
                qcow2("impossible size", in -> in.putInt(20, 31)),
                qcow2("impossible size", in -> in.putLong(24, 0)),
                qcow2("impossible size", in -> in.putLong(24, -512)),
                qcow2("impossible size", in -> in.putLong(24, 513)),
                qcow2("at most", in -> in.putLong(24, 2L << 30)),
                qcow2("bomb", in -> in.putLong(24, 512L << 20)),
                qcow2("encrypted", in -> in.putInt(32, 1)),
                qcow2("table of clusters", in -> in.putInt(36, 0)),
                qcow2("table of clusters", in -> in.putInt(36, -1)),
                qcow2("outside", in -> in.putLong(40, 1L << 40)),
                qcow2("outside", in -> in.putLong(40, 513)),
                qcow2("outside", in -> in.putLong(48, 1L << 40)),
                qcow2("snapshots", in -> in.putInt(60, 100_000)),
                qcow2("snapshots", in -> in.putInt(60, 1).putLong(64, 1L << 40)),
                qcow2("not closed cleanly", in -> in.putLong(72, 1)),
                qcow2("corrupt", in -> in.putLong(72, 2)),
                qcow2("data in another file", in -> in.putLong(72, 4)),
                qcow2("features", in -> in.putLong(72, 8)),
                qcow2("features", in -> in.putLong(72, 1L << 63)),
                qcow2("impossible length", in -> in.putInt(100, 72 + 1)),
                qcow2("impossible length", in -> in.putInt(100, -8)),
                qcow2("another file", in -> in.putInt(104, 0xe2792aca).putInt(108, 3)),
                qcow2("another file", in -> in.putInt(104, 0x44415441).putInt(108, 3)),
                qcow2("encrypted", in -> in.putInt(104, 0x0537be77).putInt(108, 16)),
                qcow2(
                        "another file",
                        in -> in.putInt(104, 7)
                                .putInt(108, 1)
                                .putInt(120, 0x44415441)
                                .putInt(124, 1)),
                kernel("must be", new byte[4_096]),
                kernel("old", edit(Samples.bzImage(4_096), in -> in.put(0x207, (byte) 1))),
                kernel("64-bit", edit(Samples.bzImage(4_096), in -> in.put(0x236, (byte) 0))),
                kernel("shorter", edit(Samples.bzImage(4_096), in -> in.put(0x1f6, (byte) 9))),
                kernel("payload", edit(Samples.bzImage(4_096), in -> in.put(0x24f, (byte) 0x7f))),
                kernel("PVH", Samples.elf(7)),
                kernel("x86-64", edit(Samples.elf(18), in -> in.put(4, (byte) 1))),
                kernel("outside", edit(Samples.elf(18), in -> in.put(39, (byte) 0x7f))),
                kernel("outside", edit(Samples.elf(18), in -> in.put(79, (byte) 0x7f))),
                kernel("qcow2", qcow2()),
                ramdisk("must be", new byte[4_096]),
                ramdisk("old form", at(new byte[4_096], 0, "070707")),
                ramdisk("does not hold", Samples.gzip(new byte[4_096])),
                ramdisk("lz4", at(new byte[4_096], 0, "\u0002\u0021\u004c\u0018")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void refusesByName(PartRole role, String reason, byte[] file) {
        assertThat(inspect(role, file))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains(reason));
    }

    private static Inspection inspect(PartRole role, byte[] file) {
        return INSPECTOR.inspect(role, ByteView.of(file));
    }

    private static byte[] qcow2() {
        return Qcow2Sample.of(Samples.disk(DISK_BYTES, 1), 16);
    }

    private static byte[] gpt() {
        return at(Samples.disk(DISK_BYTES, 1), 512, "EFI PART");
    }

    private static Arguments disk(String reason, byte[] file) {
        return Arguments.of(PartRole.DISK, reason, file);
    }

    private static Arguments qcow2(String reason, Consumer<ByteBuffer> edit) {
        return disk(reason, edit(qcow2(), edit));
    }

    private static Arguments kernel(String reason, byte[] file) {
        return Arguments.of(PartRole.KERNEL, reason, file);
    }

    private static Arguments ramdisk(String reason, byte[] file) {
        return Arguments.of(PartRole.RAMDISK, reason, file);
    }

    private static byte[] edit(byte[] file, Consumer<ByteBuffer> edit) {
        edit.accept(ByteBuffer.wrap(file));
        return file;
    }

    private static byte[] at(byte[] file, int offset, String latin1) {
        byte[] mark = latin1.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(mark, 0, file, offset, mark.length);
        return file;
    }
}
