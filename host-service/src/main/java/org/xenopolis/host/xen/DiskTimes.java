package org.xenopolis.host.xen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.InstanceId;

/** When the size of an instance's disks last changed; also across a restart of the agent. */
final class DiskTimes {
    /** Of how many instances it is known; the others are long gone. */
    private static final int KNOWN_MAX = 4_096;

    private final StateFile file;
    /** The oldest first. */
    private final Map<InstanceId, Long> changed = new LinkedHashMap<>();

    DiskTimes(StateFile file) {
        this.file = file;
        for (String line : file.read()) {
            String[] words = line.split("\t");
            changed.put(InstanceId.of(words[0]), Long.parseLong(words[1]));
        }
    }

    synchronized long changed(InstanceId instance, long atNanos) {
        changed.remove(instance);
        changed.put(instance, atNanos);
        if (changed.size() > KNOWN_MAX) {
            changed.remove(changed.keySet().iterator().next());
        }
        List<String> lines = changed.entrySet().stream()
                .map(entry -> entry.getKey() + "\t" + entry.getValue())
                .toList();
        file.write(lines);
        return atNanos;
    }

    /** {@code otherwise} when it is not known. */
    synchronized long last(InstanceId instance, long otherwise) {
        return changed.getOrDefault(instance, otherwise);
    }
}
