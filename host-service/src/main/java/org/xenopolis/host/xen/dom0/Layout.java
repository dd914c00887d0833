package org.xenopolis.host.xen.dom0;

import java.util.UUID;
import org.xenopolis.cluster.InstanceId;

/**
 * Where things are in dom0.
 *
 * @param root of what is kept
 * @param run of what ends with the host's boot
 */
public record Layout(String root, String run) {
    public static final Layout DEFAULT = new Layout("/var/lib/xenopolis/xen", "/run/xenopolis");

    public String instance(InstanceId instance, String file) {
        return root + "/instances/" + instance + "/" + file;
    }

    public String file(InstanceId instance, Ask.SmallFile file) {
        return instance(instance, file.fileName());
    }

    public String part(InstanceId instance, Command.Part part) {
        return instance(instance, part.fileName());
    }

    /** What xl calls when a device of that kind comes; nothing under /run may be executed. */
    public String plug(String kind) {
        return root + "/" + kind;
    }

    String copy(UUID copy) {
        return root + "/copies/" + copy;
    }
}
