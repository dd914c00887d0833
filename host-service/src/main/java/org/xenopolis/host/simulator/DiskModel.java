package org.xenopolis.host.simulator;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenopolis.host.simulator.record.DiskMade;
import org.xenopolis.host.simulator.record.Saved;
import org.xenopolis.host.simulator.record.SimGuest;
import org.xenopolis.host.simulator.record.Snapshot;
import org.xenopolis.host.simulator.record.VolumeAttached;
import org.xenopolis.host.simulator.record.VolumeDetached;

/** What is on a simulated host's disk: whose it is, and how many bytes it takes. */
final class DiskModel {
    private final Map<String, DiskMade> disks = new LinkedHashMap<>();
    private final Map<String, SimGuest> saved = new LinkedHashMap<>();
    private final Map<String, Map<String, VolumeAttached>> volumes = new LinkedHashMap<>();
    /** Instances of which only the disk is here, after they have run. */
    private final Set<String> resting = new LinkedHashSet<>();

    void made(DiskMade disk) {
        disks.put(disk.getInstanceId(), disk);
    }

    void attached(VolumeAttached volume) {
        volumes.computeIfAbsent(volume.getInstanceId(), id -> new HashMap<>()).put(volume.getVolumeId(), volume);
    }

    void detached(VolumeDetached volume) {
        volumes.getOrDefault(volume.getInstanceId(), new HashMap<>()).remove(volume.getVolumeId());
    }

    void saved(Saved event) {
        if (event.getDropped()) {
            saved.remove(event.getInstanceId());
        } else {
            saved.put(event.getInstanceId(), event.getGuest());
        }
    }

    /** @return whether the disk was all there was of the instance */
    boolean wiped(String instance) {
        disks.remove(instance);
        saved.remove(instance);
        volumes.remove(instance);
        return resting.remove(instance);
    }

    /** The domain ended. @return whether from now on a disk is all there is */
    boolean rests(String instance) {
        return disks.containsKey(instance) && resting.add(instance);
    }

    /** A domain runs. @return whether until now the disk was all there was */
    boolean wakes(String instance) {
        return resting.remove(instance);
    }

    boolean isResting(String instance) {
        return resting.contains(instance);
    }

    Set<String> resting() {
        return resting;
    }

    Map<String, DiskMade> disks() {
        return disks;
    }

    boolean has(String instance) {
        return disks.containsKey(instance);
    }

    @Nullable
    DiskMade find(String instance) {
        return disks.get(instance);
    }

    @Nullable
    SimGuest savedOf(String instance) {
        return saved.get(instance);
    }

    /** Of the instance's own disk and its volumes. */
    long bytes(String instance) {
        DiskMade disk = disks.get(instance);
        return (disk == null ? 0 : disk.getSizeBytes())
                + volumes.getOrDefault(instance, Map.of()).values().stream()
                        .mapToLong(VolumeAttached::getSizeBytes)
                        .sum();
    }

    long usedBytes() {
        return disks.values().stream().mapToLong(DiskMade::getSizeBytes).sum()
                + volumes.values().stream()
                        .flatMap(ofInstance -> ofInstance.values().stream())
                        .mapToLong(VolumeAttached::getSizeBytes)
                        .sum();
    }

    void into(Snapshot.Builder all) {
        all.addAllDisks(disks.values()).addAllResting(resting);
        saved.forEach((instance, guest) ->
                all.addSaved(Saved.newBuilder().setInstanceId(instance).setGuest(guest)));
        volumes.values().forEach(ofInstance -> all.addAllVolumes(ofInstance.values()));
    }

    void load(Snapshot all) {
        resting.addAll(all.getRestingList());
        all.getDisksList().forEach(this::made);
        all.getSavedList().forEach(this::saved);
        all.getVolumesList().forEach(this::attached);
    }
}
