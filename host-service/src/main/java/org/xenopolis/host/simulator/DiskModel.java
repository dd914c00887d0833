package org.xenopolis.host.simulator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenopolis.host.simulator.record.DiskChanged;
import org.xenopolis.host.simulator.record.DiskMade;
import org.xenopolis.host.simulator.record.Saved;
import org.xenopolis.host.simulator.record.SimGuest;
import org.xenopolis.host.simulator.record.Snapshot;
import org.xenopolis.host.simulator.record.VolumeAttached;
import org.xenopolis.host.simulator.record.VolumeDetached;

/**
 * What is on a simulated host's disk: whose it is, and how many bytes it takes. A volume outlives the instance that it is
 * attached to.
 */
final class DiskModel {
    /** Of how many instances it is known when their disks changed; the others are long gone. */
    private static final int CHANGED_MAX = 4_096;

    private final Map<String, DiskMade> disks = new LinkedHashMap<>();
    private final Map<String, SimGuest> saved = new LinkedHashMap<>();
    /** By volume; attached to no instance when it names none. */
    private final Map<String, VolumeAttached> volumes = new LinkedHashMap<>();
    /** Instances of which only the disk is here, after they have run. */
    private final Set<String> resting = new LinkedHashSet<>();
    /** When the size of an instance's disk and volumes changed last; the oldest first. */
    private final Map<String, Long> changed = new LinkedHashMap<>();

    void made(DiskMade disk, long at) {
        disks.put(disk.getInstanceId(), disk);
        changed(disk.getInstanceId(), at);
    }

    void attached(VolumeAttached volume, long at) {
        volumes.put(volume.getVolumeId(), volume);
        changed(volume.getInstanceId(), at);
    }

    void detached(VolumeDetached volume, long at) {
        volumes.computeIfPresent(
                volume.getVolumeId(),
                (id, known) -> known.toBuilder().clearInstanceId().build());
        changed(volume.getInstanceId(), at);
    }

    void saved(Saved event) {
        if (event.getDropped()) {
            saved.remove(event.getInstanceId());
        } else {
            saved.put(event.getInstanceId(), event.getGuest());
        }
    }

    /** Its volumes stay, attached to nothing. @return whether the disk was all there was of the instance */
    boolean wiped(String instance, long at) {
        disks.remove(instance);
        saved.remove(instance);
        volumes.replaceAll((id, volume) -> volume.getInstanceId().equals(instance)
                ? volume.toBuilder().clearInstanceId().build()
                : volume);
        changed(instance, at);
        return resting.remove(instance);
    }

    void volumeWiped(String volume) {
        volumes.remove(volume);
    }

    /** @return which were attached to it */
    List<String> volumesWiped(String instance, long at) {
        List<String> attached = volumesOf(instance);
        attached.forEach(volumes::remove);
        changed(instance, at);
        return attached;
    }

    private void changed(String instance, long at) {
        changed.remove(instance);
        changed.put(instance, at);
        if (changed.size() > CHANGED_MAX) {
            var oldest = changed.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** When the size of the instance's disk and volumes changed last; {@code otherwise} when that is not known. */
    long changedAt(String instance, long otherwise) {
        return changed.getOrDefault(instance, otherwise);
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

    Map<String, VolumeAttached> volumes() {
        return volumes;
    }

    @Nullable
    VolumeAttached volume(String volume) {
        return volumes.get(volume);
    }

    List<String> volumesOf(String instance) {
        return volumes.values().stream()
                .filter(volume -> volume.getInstanceId().equals(instance))
                .map(VolumeAttached::getVolumeId)
                .toList();
    }

    @Nullable
    SimGuest savedOf(String instance) {
        return saved.get(instance);
    }

    /** Of the instance's own disk and the volumes attached to it. */
    long bytes(String instance) {
        DiskMade disk = disks.get(instance);
        return (disk == null ? 0 : disk.getSizeBytes())
                + volumes.values().stream()
                        .filter(volume -> volume.getInstanceId().equals(instance))
                        .mapToLong(VolumeAttached::getSizeBytes)
                        .sum();
    }

    long usedBytes() {
        return disks.values().stream().mapToLong(DiskMade::getSizeBytes).sum()
                + volumes.values().stream()
                        .mapToLong(VolumeAttached::getSizeBytes)
                        .sum();
    }

    void into(Snapshot.Builder all) {
        all.addAllDisks(disks.values()).addAllResting(resting).addAllVolumes(volumes.values());
        saved.forEach((instance, guest) ->
                all.addSaved(Saved.newBuilder().setInstanceId(instance).setGuest(guest)));
        changed.forEach((instance, at) ->
                all.addChanged(DiskChanged.newBuilder().setInstanceId(instance).setAtNanos(at)));
    }

    void load(Snapshot all) {
        resting.addAll(all.getRestingList());
        all.getDisksList().forEach(disk -> disks.put(disk.getInstanceId(), disk));
        all.getVolumesList().forEach(volume -> volumes.put(volume.getVolumeId(), volume));
        all.getSavedList().forEach(this::saved);
        all.getChangedList().forEach(change -> changed.put(change.getInstanceId(), change.getAtNanos()));
    }
}
