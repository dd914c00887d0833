package org.xenopolis.images.core.inspect;

/** The formats that are taken. */
public enum Format {
    RAW("raw"),
    QCOW2("qcow2"),
    BZIMAGE("bzimage"),
    ELF("elf"),
    CPIO("cpio"),
    CPIO_GZIP("cpio.gz"),
    CPIO_XZ("cpio.xz"),
    CPIO_ZSTD("cpio.zst");

    private final String word;

    Format(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
