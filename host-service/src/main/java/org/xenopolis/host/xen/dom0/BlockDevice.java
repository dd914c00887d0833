package org.xenopolis.host.xen.dom0;

import java.util.regex.Pattern;

/** A block device of dom0 that is given to a guest, under the name that dom0 made for it. */
public record BlockDevice(String path) {
    private static final Pattern FORM = Pattern.compile("/dev/loop\\d{1,7}");

    public BlockDevice {
        if (!FORM.matcher(path).matches()) {
            throw new IllegalArgumentException("no device of ours: " + path);
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
