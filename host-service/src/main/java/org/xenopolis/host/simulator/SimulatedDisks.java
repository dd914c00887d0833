package org.xenopolis.host.simulator;

import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.simulator.record.DiskMade;
import org.xenopolis.host.simulator.record.DiskWiped;
import org.xenopolis.host.simulator.record.Saved;
import org.xenopolis.host.simulator.record.SimRecord;
import org.xenopolis.host.simulator.record.VolumeAttached;
import org.xenopolis.host.simulator.record.VolumeDetached;
import org.xenopolis.host.simulator.record.VolumeWiped;
import org.xenopolis.host.simulator.record.VolumesWiped;

/** What is kept on a simulated host's disk. */
final class SimulatedDisks {
    private final HostLog log;
    private final DiskSize capacity;
    private final XenBehaviours behaviours;
    private final Steps steps;

    SimulatedDisks(HostLog log, DiskSize capacity, XenBehaviours behaviours, Steps steps) {
        this.log = log;
        this.capacity = capacity;
        this.behaviours = behaviours;
        this.steps = steps;
    }

    private DiskModel model() {
        return log.model().disks();
    }

    void make(InstanceId instance, DiskSource source, DiskSize size) {
        steps.reached("sim.make-disk");
        put(instance, size, source.manifest().value());
    }

    void receive(InstanceId instance, DiskSize size) {
        put(instance, size, "");
    }

    private void put(InstanceId instance, DiskSize size, String image) {
        log.locked(() -> {
            if (!model().has(instance.toString())) {
                requireRoom(size.bytes());
                log.append(
                        log.now(),
                        SimRecord.newBuilder()
                                .setDiskMade(DiskMade.newBuilder()
                                        .setInstanceId(instance.toString())
                                        .setSizeBytes(size.bytes())
                                        .setImageDigest(image)));
            }
            return true;
        });
    }

    private void requireRoom(long moreBytes) {
        if (model().usedBytes() + moreBytes > capacity.bytes()) {
            throw Refusals.noRoom("The host has no disk space left for this instance.");
        }
    }

    Map<InstanceId, DiskSize> sizes() {
        return log.locked(() -> {
            Map<InstanceId, DiskSize> sizes = new HashMap<>();
            model().disks()
                    .forEach((instance, disk) -> sizes.put(InstanceId.of(instance), new DiskSize(disk.getSizeBytes())));
            return sizes;
        });
    }

    long grow(InstanceId instance, DiskSize size) {
        return log.locked(() -> {
            long now = log.now();
            DiskMade disk = require(instance);
            if (size.bytes() <= disk.getSizeBytes()) {
                return model().changedAt(instance.toString(), now);
            }
            requireRoom(size.bytes() - disk.getSizeBytes());
            log.append(now, SimRecord.newBuilder().setDiskMade(disk.toBuilder().setSizeBytes(size.bytes())));
            return now;
        });
    }

    private DiskMade require(InstanceId instance) {
        DiskMade disk = model().find(instance.toString());
        if (disk == null) {
            throw Refusals.noDisk();
        }
        return disk;
    }

    InputStream copy(InstanceId instance) {
        steps.reached("sim.copy-disk");
        return log.locked(() -> SimulatedDisk.copy(require(instance), writtenBytes(instance)));
    }

    /** By the domain that the instance has now. */
    private long writtenBytes(InstanceId instance) {
        Map<Integer, Reading> readings = log.model().readings(log.now());
        return log.model().guests().stream()
                .filter(guest -> guest.instance().equals(instance.toString()))
                .map(guest -> readings.get(guest.domid()))
                .mapToLong(reading -> reading == null ? 0 : reading.counters().diskWriteBytes())
                .sum();
    }

    long wipe(InstanceId instance) {
        steps.reached("sim.wipe-disk");
        return log.locked(() -> {
            long now = log.now();
            String id = instance.toString();
            if (!model().has(id) && model().savedOf(id) == null) {
                return model().changedAt(id, now);
            }
            log.append(
                    now,
                    SimRecord.newBuilder().setDiskWiped(DiskWiped.newBuilder().setInstanceId(id)));
            return now;
        });
    }

    Map<VolumeId, DiskSize> volumeSizes() {
        return log.locked(() -> {
            Map<VolumeId, DiskSize> sizes = new HashMap<>();
            model().volumes().forEach((id, volume) -> sizes.put(VolumeId.of(id), new DiskSize(volume.getSizeBytes())));
            return sizes;
        });
    }

    long attach(InstanceId instance, DomainConfig.Disk volume) {
        return log.locked(() -> {
            long now = log.now();
            if (isAttached(instance, volume.volume())) {
                return model().changedAt(instance.toString(), now);
            }
            requireRoom(newBytes(instance, List.of(volume)));
            put(instance, volume, now);
            return now;
        });
    }

    /**
     * How much more room these volumes take than what of them is here. Only within the log's lock.
     *
     * @throws org.xenopolis.contracts.ProblemException CONFLICT when one is another instance's
     */
    private long newBytes(InstanceId instance, List<DomainConfig.Disk> volumes) {
        long bytes = 0;
        for (DomainConfig.Disk volume : volumes) {
            VolumeAttached here = model().volume(volume.volume().toString());
            if (here == null) {
                bytes += volume.sizeBytes();
            } else if (!here.getInstanceId().isEmpty() && !here.getInstanceId().equals(instance.toString())) {
                throw Refusals.conflict("volume-attached", "The volume is attached to another instance.");
            }
        }
        return bytes;
    }

    /** Only within the log's lock. */
    void requireRoomFor(InstanceId instance, List<DomainConfig.Disk> volumes) {
        requireRoom(newBytes(instance, volumes));
    }

    /** Only within the log's lock. */
    void put(InstanceId instance, DomainConfig.Disk volume, long now) {
        if (!isAttached(instance, volume.volume())) {
            log.append(
                    now,
                    SimRecord.newBuilder()
                            .setVolumeAttached(VolumeAttached.newBuilder()
                                    .setInstanceId(instance.toString())
                                    .setVolumeId(volume.volume().toString())
                                    .setSizeBytes(volume.sizeBytes())));
        }
    }

    private boolean isAttached(InstanceId instance, VolumeId volume) {
        VolumeAttached here = model().volume(volume.toString());
        return here != null && here.getInstanceId().equals(instance.toString());
    }

    long detach(InstanceId instance, VolumeId volume) {
        return log.locked(() -> {
            long now = log.now();
            if (!isAttached(instance, volume)) {
                return model().changedAt(instance.toString(), now);
            }
            if (behaviours.has(XenBehaviour.VOLUME_HELD) && runs(instance)) {
                throw Refusals.conflict("volume-busy", "The guest does not let the volume go.");
            }
            log.append(
                    now,
                    SimRecord.newBuilder()
                            .setVolumeDetached(VolumeDetached.newBuilder()
                                    .setInstanceId(instance.toString())
                                    .setVolumeId(volume.toString())));
            return now;
        });
    }

    private boolean runs(InstanceId instance) {
        return log.model().guests().stream()
                .anyMatch(guest -> guest.instance().equals(instance.toString()) && Endings.hasRun(guest.state()));
    }

    void wipeVolume(VolumeId volume) {
        steps.reached("sim.wipe-volume");
        log.locked(() -> {
            VolumeAttached here = model().volume(volume.toString());
            if (here == null) {
                return true;
            }
            if (!here.getInstanceId().isEmpty()) {
                throw Refusals.conflict("volume-attached", "The volume is attached to an instance.");
            }
            log.append(
                    log.now(),
                    SimRecord.newBuilder()
                            .setVolumeWiped(VolumeWiped.newBuilder().setVolumeId(volume.toString())));
            return true;
        });
    }

    void wipeVolumes(InstanceId instance) {
        steps.reached("sim.wipe-volumes");
        log.locked(() -> {
            if (!model().volumesOf(instance.toString()).isEmpty()) {
                log.append(
                        log.now(),
                        SimRecord.newBuilder()
                                .setVolumesWiped(VolumesWiped.newBuilder().setInstanceId(instance.toString())));
            }
            return true;
        });
    }

    boolean hasSaved(InstanceId instance) {
        return log.locked(() -> model().savedOf(instance.toString()) != null);
    }

    void dropSaved(InstanceId instance) {
        log.locked(() -> {
            if (model().savedOf(instance.toString()) != null) {
                log.append(
                        log.now(),
                        SimRecord.newBuilder()
                                .setSaved(Saved.newBuilder()
                                        .setInstanceId(instance.toString())
                                        .setDropped(true)));
            }
            return true;
        });
    }
}
