package org.xenopolis.host.xen;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.xen.config.BootChoice;
import org.xenopolis.host.xen.dom0.Command.Part;
import org.xenopolis.host.xen.dom0.Layout;

/** What an instance's image brings to boot it, kept beside its disk: the image itself may be gone by then. */
record BootFile(boolean kernel, boolean ramdisk, String commandLine) {
    static final BootFile NONE = new BootFile(false, false, "");

    byte[] bytes() {
        return ((kernel ? "kernel " : "") + (ramdisk ? "ramdisk" : "") + "\n" + commandLine)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @param answer of the hand */
    static BootFile of(List<String> answer) {
        String word = answer.isEmpty() ? "-" : answer.getFirst();
        if (word.equals("-")) {
            return NONE;
        }
        String text = new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String brings = text.substring(0, end);
        return new BootFile(brings.contains("kernel"), brings.contains("ramdisk"), text.substring(end + 1));
    }

    BootChoice.Image image(InstanceId instance, Layout layout) {
        return new BootChoice.Image(
                kernel ? layout.part(instance, Part.KERNEL) : "",
                ramdisk ? layout.part(instance, Part.RAMDISK) : "",
                commandLine);
    }
}
