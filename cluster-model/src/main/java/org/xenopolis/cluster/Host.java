package org.xenopolis.cluster;

import java.util.Map;
import java.util.Set;

/**
 * One Xen host as the control plane knows it.
 *
 * @param generation counts the changes of its ledger; a reservation that read an older one is refused
 * @param cachedImages images whose bytes the host already holds; a guest of one of them starts sooner
 * @param labels an operator's notes, for choosing and for display; no hard rule reads them
 */
public record Host(
        HostId id,
        String name,
        ZoneName zone,
        HostState state,
        Generation generation,
        HostCapacity capacity,
        XenVersion xen,
        CpuModel cpu,
        Set<Digest> cachedImages,
        Map<String, String> labels) {
    public Host {
        cachedImages = Set.copyOf(cachedImages);
        labels = Map.copyOf(labels);
    }

    public Host in(HostState newState) {
        return new Host(id, name, zone, newState, generation, capacity, xen, cpu, cachedImages, labels);
    }

    public Host at(Generation newGeneration) {
        return new Host(id, name, zone, state, newGeneration, capacity, xen, cpu, cachedImages, labels);
    }

    public boolean hasImage(Digest image) {
        return cachedImages.contains(image);
    }
}
