package org.xenopolis.deploy.xenlab.core;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A cpio archive in the kernel's "newc" form: what is put before an initramfs is unpacked with it (the kernel's
 * Documentation/driver-api/early-userspace/buffer-format.rst). Everything belongs to root.
 */
public final class CpioArchive {
    private static final int FOLDER = 0040700;
    private static final int OPEN_FOLDER = 0040755;
    private static final int FILE = 0100000;
    private static final int ALIGNMENT = 4;
    private static final String END = "TRAILER!!!";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int inode;

    private CpioArchive() {}

    /**
     * One file of the archive.
     *
     * @param mode the permissions, such as 0644
     */
    public record Entry(int mode, byte[] content) {
        public static Entry of(int mode, String text) {
            return new Entry(mode, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * @param files by path without a leading slash; the folders they need are added, those named root or with a leading
     *     dot for their owner only
     */
    public static byte[] of(Map<String, Entry> files) {
        CpioArchive archive = new CpioArchive();
        Set<String> folders = new HashSet<>();
        new TreeMap<>(files).forEach((path, entry) -> {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                String folder = path.substring(0, slash);
                if (folders.add(folder)) {
                    String name = folder.substring(folder.lastIndexOf('/') + 1);
                    boolean isPrivate = "root".equals(name) || name.startsWith(".");
                    archive.add(folder, isPrivate ? FOLDER : OPEN_FOLDER, new byte[0]);
                }
            }
            archive.add(path, FILE | entry.mode(), entry.content());
        });
        archive.add(END, 0, new byte[0]);
        return archive.bytes.toByteArray();
    }

    private void add(String path, int mode, byte[] content) {
        byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
        inode++;
        int links = 1;
        int[] fields = {inode, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append(String.format("%08X", field));
        }
        bytes.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(name);
        align();
        bytes.writeBytes(content);
        align();
    }

    private void align() {
        while (bytes.size() % ALIGNMENT != 0) {
            bytes.write(0);
        }
    }
}
