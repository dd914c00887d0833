package org.xenopolis.host.simulator;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.simulator.record.DiskMade;
import org.xenopolis.host.simulator.record.DiskWiped;
import org.xenopolis.host.simulator.record.Saved;
import org.xenopolis.host.simulator.record.SimRecord;
import org.xenopolis.host.simulator.record.VolumeAttached;
import org.xenopolis.host.simulator.record.VolumeDetached;

/** What is kept on a simulated host's disk. */
final class SimulatedDisks {
    private final HostLog log;
    private final DiskSize capacity;
    private final Steps steps;

    SimulatedDisks(HostLog log, DiskSize capacity, Steps steps) {
        this.log = log;
        this.capacity = capacity;
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
            if (size.bytes() > disk.getSizeBytes()) {
                requireRoom(size.bytes() - disk.getSizeBytes());
                log.append(
                        now, SimRecord.newBuilder().setDiskMade(disk.toBuilder().setSizeBytes(size.bytes())));
            }
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

    InputStream read(InstanceId instance) {
        return SimulatedDisk.read(log.locked(() -> require(instance)));
    }

    long wipe(InstanceId instance) {
        steps.reached("sim.wipe-disk");
        return log.locked(() -> {
            long now = log.now();
            if (model().has(instance.toString()) || model().savedOf(instance.toString()) != null) {
                log.append(
                        now,
                        SimRecord.newBuilder()
                                .setDiskWiped(DiskWiped.newBuilder().setInstanceId(instance.toString())));
            }
            return now;
        });
    }

    long attach(InstanceId instance, DomainConfig.Disk volume) {
        return log.locked(() -> {
            long now = log.now();
            requireRoom(volume.sizeBytes());
            put(instance, volume, now);
            return now;
        });
    }

    /** Only within the log's lock. */
    void put(InstanceId instance, DomainConfig.Disk volume, long now) {
        log.append(
                now,
                SimRecord.newBuilder()
                        .setVolumeAttached(VolumeAttached.newBuilder()
                                .setInstanceId(instance.toString())
                                .setVolumeId(volume.volume())
                                .setSizeBytes(volume.sizeBytes())));
    }

    long detach(InstanceId instance, String volume) {
        return log.locked(() -> {
            long now = log.now();
            log.append(
                    now,
                    SimRecord.newBuilder()
                            .setVolumeDetached(VolumeDetached.newBuilder()
                                    .setInstanceId(instance.toString())
                                    .setVolumeId(volume)));
            return now;
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
