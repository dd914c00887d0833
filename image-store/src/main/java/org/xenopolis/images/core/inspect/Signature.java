package org.xenopolis.images.core.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Marks by which a file is known. A file that carries the marks of two formats is neither. */
enum Signature {
    QCOW("qcow2", hex(0, "514649fb")),
    ELF("ELF", hex(0, "7f454c46")),
    BZIMAGE("Linux bzImage", text(0x202, "HdrS")),
    CPIO("cpio", text(0, "070701"), text(0, "070702"), text(0, "070707"), hex(0, "c771"), hex(0, "71c7")),
    GZIP("gzip", hex(0, "1f8b")),
    XZ("xz", hex(0, "fd377a585a00")),
    ZSTD("zstd", hex(0, "28b52ffd")),
    // From here on: known, and never taken.
    BZIP2("bzip2", text(0, "BZh")),
    LZ4("lz4", hex(0, "04224d18"), hex(0, "02214c18")),
    LZIP("lzip", text(0, "LZIP")),
    LZOP("lzop", hex(0, "894c5a4f")),
    ZIP("zip", hex(0, "504b0304"), hex(0, "504b0506")),
    SEVEN_ZIP("7z", hex(0, "377abcaf271c")),
    TAR("tar (or OVA)", text(257, "ustar")),
    VMDK("VMDK", text(0, "KDMV"), text(0, "COWD"), text(0, "# Disk DescriptorFile")),
    VHDX("VHDX", text(0, "vhdxfile")),
    VHD("VHD", text(0, "conectix"), text(-512, "conectix"), text(-511, "conectix")),
    VDI("VDI", hex(0x40, "7f10dabe")),
    QED("QED", hex(0, "51454400")),
    PARALLELS("Parallels", text(0, "WithoutFreeSpace"), text(0, "WithouFreSpacExt")),
    BOCHS("Bochs", text(0, "Bochs Virtual HD Image")),
    CLOOP("cloop", text(0, "#!/bin/sh\n#V2.0 Format")),
    DMG("DMG", text(-512, "koly")),
    LUKS("LUKS", hex(0, "4c554b53babe"), hex(0, "534b554cbabe")),
    ISO9660("ISO 9660", text(0x8001, "CD001"), text(0x8801, "CD001"), text(0x9001, "CD001")),
    UDF("UDF", text(0x8001, "BEA01"), text(0x8801, "BEA01"), text(0x8801, "NSR0"), text(0x9001, "NSR0"));

    private record Mark(int offset, byte[] bytes) {
        boolean isIn(ByteView file) {
            // A negative offset counts from the end.
            long at = offset >= 0 ? offset : file.size() + offset;
            return file.holds(at, bytes.length) && Arrays.equals(file.read(at, bytes.length), bytes);
        }
    }

    private static final int DESCRIPTOR_BYTES_MAX = 4_096;

    private final String word;
    private final List<Mark> marks;

    Signature(String word, Mark... marks) {
        this.word = word;
        this.marks = List.of(marks);
    }

    String word() {
        return word;
    }

    static Set<Signature> in(ByteView file) {
        Set<Signature> found = EnumSet.noneOf(Signature.class);
        for (Signature signature : values()) {
            if (signature.marks.stream().anyMatch(mark -> mark.isIn(file))) {
                found.add(signature);
            }
        }
        if (isVmdkDescriptor(file)) {
            found.add(VMDK);
        }
        return found;
    }

    /** A VMDK can be a text that names other files; QEMU finds it after comments and blank lines, so this does too. */
    private static boolean isVmdkDescriptor(ByteView file) {
        String head = new String(file.read(0, DESCRIPTOR_BYTES_MAX), StandardCharsets.ISO_8859_1);
        for (String line : head.split("\n", -1)) {
            String bare = line.strip().toLowerCase(Locale.ROOT);
            if (bare.startsWith("version=")) {
                return true;
            }
            if (bare.contains("disk descriptorfile")) {
                return true;
            }
            if (!bare.isEmpty() && !bare.startsWith("#")) {
                return false;
            }
        }
        return false;
    }

    private static Mark text(int offset, String text) {
        return new Mark(offset, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Mark hex(int offset, String digits) {
        return new Mark(offset, HexFormat.of().parseHex(digits));
    }
}
