package org.xenopolis.host.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.ConsoleText;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.HostDescription;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.driver.IncomingMigration;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.RecordFile;
import org.xenopolis.host.simulator.record.Booted;
import org.xenopolis.host.simulator.record.Built;
import org.xenopolis.host.simulator.record.Destroyed;
import org.xenopolis.host.simulator.record.DiskMade;
import org.xenopolis.host.simulator.record.DiskWiped;
import org.xenopolis.host.simulator.record.Resized;
import org.xenopolis.host.simulator.record.Saved;
import org.xenopolis.host.simulator.record.SimGuest;
import org.xenopolis.host.simulator.record.SimRecord;
import org.xenopolis.host.simulator.record.Turned;
import org.xenopolis.host.simulator.record.VolumeAttached;
import org.xenopolis.host.simulator.record.VolumeDetached;
import org.xenopolis.host.simulator.record.WatchSet;

/**
 * One simulated host. Its events are in a file of its own (never synced: it has to survive the agent's process, not the
 * machine), its truth journal beside them; its clock is CLOCK_MONOTONIC, which goes on while no process looks and starts
 * anew with the machine, whereupon the host has rebooted.
 */
public final class SimulatedHost implements HypervisorDriver {
    private static final long COMPACT_BYTES = 4 << 20;

    private final SimulatorSettings settings;
    private final SimulatorTime time;
    private final Steps steps;
    private final ReentrantLock lock = new ReentrantLock();
    private final HostModel model;
    private final RecordFile events;
    private final TruthWriter truth;
    private long compactAtBytes = COMPACT_BYTES;
    private long watchNanos;

    private SimulatedHost(
            SimulatorSettings settings,
            SimulatorTime time,
            Steps steps,
            HostModel model,
            RecordFile events,
            TruthWriter truth) {
        this.settings = settings;
        this.time = time;
        this.steps = steps;
        this.model = model;
        this.events = events;
        this.truth = truth;
        this.watchNanos = model.watchUntilNanos();
    }

    /**
     * Continues the host whose files these are, or makes a new one.
     *
     * @param folder of the simulated hypervisor
     * @param truthFile the host's ground truth
     */
    public static SimulatedHost open(
            HostId id, Path folder, Path truthFile, SimulatorSettings settings, SimulatorTime time, Steps steps) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
        HostModel model = new HostModel(settings.physicalCpus());
        TruthWriter truth = new TruthWriter(truthFile, id);
        SimRecord[] last = {SimRecord.getDefaultInstance()};
        RecordFile events = RecordFile.open(folder.resolve("hypervisor"), payload -> {
            last[0] = parse(payload);
            model.apply(last[0]);
        });
        // A crash between the event and its truth: the event says what belongs there.
        if (!last[0].getTruthLines().isEmpty()) {
            truth.write(last[0].getTruthOffset(), last[0].getTruthLines().toByteArray());
        }
        SimulatedHost host = new SimulatedHost(settings, time, steps, model, events, truth);
        if (!model.machineBootId().equals(time.machineBootId())) {
            host.reboot();
        }
        return host;
    }

    private static SimRecord parse(byte[] payload) {
        try {
            return SimRecord.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a record passed its checksum and is no record", e);
        }
    }

    /** The host loses its power and starts again: every domain is gone, the disks stay. */
    public void reboot() {
        locked(() -> {
            // When the machine itself has rebooted, its clock started anew: there is nothing to settle.
            boolean clockGoesOn = model.machineBootId().equals(time.machineBootId());
            append(
                    clockGoesOn ? settledNow() : time.nanos(),
                    SimRecord.newBuilder()
                            .setBooted(Booted.newBuilder()
                                    .setBootId(UUID.randomUUID().toString())
                                    .setMachineBootId(time.machineBootId())));
            return true;
        });
    }

    @Override
    public HostDescription describe() {
        return locked(() -> new HostDescription(
                model.bootId(),
                model.bootedAtNanos(),
                settings.physicalCpus(),
                settings.memory(),
                settings.disk(),
                settings.xen(),
                settings.cpu(),
                settings.linkBytesPerSecond()));
    }

    @Override
    public long nowNanos() {
        return time.nanos();
    }

    @Override
    public List<Domain> list() {
        return locked(() -> {
            Map<Integer, Reading> readings = model.readings(settledNow());
            return model.guests().stream().map(guest -> domain(guest, readings)).toList();
        });
    }

    private static Domain domain(SimulatedGuest guest, Map<Integer, Reading> readings) {
        Reading reading = readings.get(guest.domid());
        if (reading == null) {
            throw new IllegalStateException("no reading of domain " + guest.domid());
        }
        return new Domain(
                guest.domid(), guest.name(), VcpuCount.of(guest.vcpus()), new MemorySize(guest.memoryBytes()), reading);
    }

    // Disks.

    @Override
    public void makeDisk(InstanceId instance, DiskSource source, DiskSize size) {
        steps.reached("sim.make-disk");
        putDisk(instance, size, source.manifest().value());
    }

    @Override
    public void receiveDisk(InstanceId instance, DiskSize size) {
        putDisk(instance, size, "");
    }

    private void putDisk(InstanceId instance, DiskSize size, String image) {
        locked(() -> {
            if (!model.disks().containsKey(instance.toString())) {
                requireDisk(size.bytes());
                append(
                        settledNow(),
                        SimRecord.newBuilder()
                                .setDiskMade(DiskMade.newBuilder()
                                        .setInstanceId(instance.toString())
                                        .setSizeBytes(size.bytes())
                                        .setImageDigest(image)));
            }
            return true;
        });
    }

    private void requireDisk(long moreBytes) {
        if (model.diskUsedBytes() + moreBytes > settings.disk().bytes()) {
            throw noCapacity("The host has no disk space left for this instance.");
        }
    }

    @Override
    public Map<InstanceId, DiskSize> disks() {
        return locked(() -> {
            Map<InstanceId, DiskSize> sizes = new HashMap<>();
            model.disks()
                    .forEach((instance, disk) -> sizes.put(InstanceId.of(instance), new DiskSize(disk.getSizeBytes())));
            return sizes;
        });
    }

    @Override
    public long growDisk(InstanceId instance, DiskSize size) {
        return locked(() -> {
            long now = settledNow();
            DiskMade disk = disk(instance);
            if (size.bytes() > disk.getSizeBytes()) {
                requireDisk(size.bytes() - disk.getSizeBytes());
                append(now, SimRecord.newBuilder().setDiskMade(disk.toBuilder().setSizeBytes(size.bytes())));
            }
            return now;
        });
    }

    private DiskMade disk(InstanceId instance) {
        DiskMade disk = model.disks().get(instance.toString());
        if (disk == null) {
            throw notFound("disk-not-found", "The instance has no disk on this host.");
        }
        return disk;
    }

    @Override
    public InputStream readDisk(InstanceId instance) {
        DiskMade disk = locked(() -> disk(instance));
        return SimulatedDisk.read(disk);
    }

    @Override
    public long wipeDisk(InstanceId instance) {
        steps.reached("sim.wipe-disk");
        return locked(() -> {
            long now = settledNow();
            if (model.disks().containsKey(instance.toString()) || model.savedOf(instance.toString()) != null) {
                append(
                        now,
                        SimRecord.newBuilder()
                                .setDiskWiped(DiskWiped.newBuilder().setInstanceId(instance.toString())));
            }
            return now;
        });
    }

    @Override
    public long attachVolume(InstanceId instance, DomainConfig.Disk volume) {
        return locked(() -> {
            long now = settledNow();
            requireDisk(volume.sizeBytes());
            append(now, SimRecord.newBuilder().setVolumeAttached(attached(instance, volume)));
            return now;
        });
    }

    private static VolumeAttached attached(InstanceId instance, DomainConfig.Disk volume) {
        return VolumeAttached.newBuilder()
                .setInstanceId(instance.toString())
                .setVolumeId(volume.volume())
                .setSizeBytes(volume.sizeBytes())
                .build();
    }

    @Override
    public long detachVolume(InstanceId instance, String volume) {
        return locked(() -> {
            long now = settledNow();
            append(
                    now,
                    SimRecord.newBuilder()
                            .setVolumeDetached(VolumeDetached.newBuilder()
                                    .setInstanceId(instance.toString())
                                    .setVolumeId(volume)));
            return now;
        });
    }

    // Life.

    @Override
    public Domain build(DomainConfig config) {
        steps.reached("sim.build");
        Domain domain = built(config, SimGuest.getDefaultInstance(), DomainState.BUILDING);
        time.sleep(Duration.ofMillis(settings.bootMillis()));
        return domain;
    }

    /** @param from where it was before: what it ran so far */
    private Domain built(DomainConfig config, SimGuest from, DomainState state) {
        return locked(() -> {
            long now = settledNow();
            if (model.guests().stream().anyMatch(guest -> guest.name().equals(config.name()))) {
                throw Problem.of(ErrorKind.CONFLICT, "domain-exists", "The instance has a domain on this host already.")
                        .exception();
            }
            requireMemory(config.memory().bytes());
            if (!model.disks().containsKey(config.instance().toString())) {
                throw notFound("disk-not-found", "The instance has no disk on this host.");
            }
            SimGuest guest = SimGuest.newBuilder()
                    .setDomid(model.nextDomid())
                    .setName(config.name().value())
                    .setEpoch(config.epoch().value())
                    .setVcpus(config.vcpus().count())
                    .setMemoryBytes(config.memory().bytes())
                    .setWeight(config.share().weight())
                    .setCapPercent(config.share().capPercent())
                    .setProgram(ByteString.copyFrom(config.seed().userData()))
                    .setWatched(config.endsWithLease())
                    .setHostName(config.seed().hostName())
                    .addAllSshKeys(config.seed().sshPublicKeys())
                    .setState(state.name())
                    .setSinceNanos(now)
                    .setRunNanos(from.getRunNanos())
                    .setRunBaseNanos(from.getRunNanos())
                    .build();
            if (config.endsWithLease()) {
                setWatch(now);
            }
            append(now, SimRecord.newBuilder().setBuilt(Built.newBuilder().setGuest(guest)));
            for (DomainConfig.Disk volume : config.volumes()) {
                append(now, SimRecord.newBuilder().setVolumeAttached(attached(config.instance(), volume)));
            }
            return domain(model.guest(guest.getDomid()), model.readings(now));
        });
    }

    /** The arriving guest is whole at once: its memory came during the copy. */
    Domain arrive(DomainConfig config, SimGuest before) {
        return built(config, before, DomainState.INCOMING);
    }

    private void requireMemory(long moreBytes) {
        if (model.memoryUsedBytes() + moreBytes > settings.memory().bytes()) {
            throw noCapacity("The host has no memory left for this instance.");
        }
    }

    @Override
    public Reading unpause(int domid) {
        steps.reached("sim.unpause");
        return turn(
                domid,
                DomainState.RUNNING,
                DomainState.BUILDING,
                DomainState.PAUSED,
                DomainState.INCOMING,
                DomainState.RUNNING);
    }

    @Override
    public Reading pause(int domid) {
        return turn(domid, DomainState.PAUSED, DomainState.RUNNING, DomainState.PAUSED);
    }

    @Override
    public Reading shutdown(int domid, Duration patience) {
        DomainState state = locked(() -> {
            settledNow();
            return guest(domid).state();
        });
        if (state.isUnpaused()) {
            Duration needed = Duration.ofMillis(settings.bootMillis() / 2);
            if (needed.compareTo(patience) > 0) {
                time.sleep(patience);
                return read(domid);
            }
            time.sleep(needed);
        }
        return locked(() -> {
            settledNow();
            // Only a guest that runs can hear it.
            return guest(domid).isUnpaused() ? halt(domid) : read(domid);
        });
    }

    @Override
    public Reading halt(int domid) {
        return turn(
                domid,
                DomainState.SHUTDOWN,
                DomainState.RUNNING,
                DomainState.PAUSED,
                DomainState.BUILDING,
                DomainState.INCOMING,
                DomainState.SUSPENDED,
                DomainState.MIGRATED_AWAY,
                DomainState.CRASHED,
                DomainState.SHUTDOWN);
    }

    @Override
    public void destroy(int domid) {
        steps.reached("sim.destroy");
        locked(() -> {
            long now = settledNow();
            if (model.has(domid)) {
                append(
                        now,
                        SimRecord.newBuilder()
                                .setDestroyed(Destroyed.newBuilder().setDomid(domid)));
            }
            return true;
        });
    }

    @Override
    public Reading resize(int domid, VcpuCount vcpus, MemorySize memory) {
        steps.reached("sim.resize");
        return locked(() -> {
            long now = settledNow();
            SimulatedGuest guest = guest(domid);
            requireMemory(memory.bytes() - guest.memoryBytes());
            append(
                    now,
                    SimRecord.newBuilder()
                            .setResized(Resized.newBuilder()
                                    .setDomid(domid)
                                    .setVcpus(vcpus.count())
                                    .setMemoryBytes(memory.bytes())));
            return reading(domid, now);
        });
    }

    @Override
    public Reading save(int domid) {
        steps.reached("sim.save");
        return locked(() -> {
            Reading stopped = suspend(domid);
            SimulatedGuest guest = guest(domid);
            append(
                    model.settledNanos(),
                    SimRecord.newBuilder()
                            .setSaved(Saved.newBuilder()
                                    .setInstanceId(guest.name()
                                            .instance()
                                            .orElseThrow()
                                            .toString())
                                    .setGuest(guest.record())));
            return stopped;
        });
    }

    @Override
    public boolean hasSaved(InstanceId instance) {
        return locked(() -> model.savedOf(instance.toString()) != null);
    }

    @Override
    public Domain restore(DomainConfig config) {
        steps.reached("sim.restore");
        SimGuest memory = locked(() ->
                        Optional.ofNullable(model.savedOf(config.instance().toString())))
                .orElseThrow(() -> notFound("memory-not-found", "The instance's memory is not saved on this host."));
        return built(config, memory, DomainState.BUILDING);
    }

    @Override
    public void dropSaved(InstanceId instance) {
        locked(() -> {
            if (model.savedOf(instance.toString()) != null) {
                append(
                        settledNow(),
                        SimRecord.newBuilder()
                                .setSaved(Saved.newBuilder()
                                        .setInstanceId(instance.toString())
                                        .setDropped(true)));
            }
            return true;
        });
    }

    @Override
    public ConsoleText console(int domid, long fromOffset) {
        return locked(() -> {
            long now = settledNow();
            SimulatedGuest guest = guest(domid);
            model.readings(now);
            long ran = guest.runNanos() + (guest.isUnpaused() ? now - model.settledNanos() : 0);
            return new ConsoleScript(guest, settings.bootMillis()).read(fromOffset, ran);
        });
    }

    // Migration.

    @Override
    public long dirtyBytesPerSecond(int domid) {
        return locked(() -> guest(domid).program().dirtyBytesPerSecond());
    }

    @Override
    public OutgoingMigration send(int domid) {
        return new SimulatedSend(this, domid, settings, time, steps);
    }

    @Override
    public IncomingMigration receive(DomainConfig config) {
        return new SimulatedReceive(this, config);
    }

    Reading suspend(int domid) {
        return turn(domid, DomainState.SUSPENDED, DomainState.RUNNING, DomainState.PAUSED, DomainState.SUSPENDED);
    }

    SimGuest record(int domid) {
        return locked(() -> guest(domid).record());
    }

    Domain domain(int domid) {
        return locked(() -> {
            long now = settledNow();
            return domain(guest(domid), model.readings(now));
        });
    }

    @Override
    public Reading resume(int domid) {
        return turn(domid, DomainState.RUNNING, DomainState.SUSPENDED, DomainState.RUNNING);
    }

    @Override
    public void relinquish(int domid) {
        turn(domid, DomainState.MIGRATED_AWAY, DomainState.SUSPENDED, DomainState.MIGRATED_AWAY);
    }

    @Override
    public void reclaim(int domid) {
        turn(domid, DomainState.SUSPENDED, DomainState.MIGRATED_AWAY, DomainState.SUSPENDED);
    }

    @Override
    public void watchUntil(long atNanos) {
        locked(() -> {
            long now = settledNow();
            watchNanos = atNanos;
            // A host without such guests need not remember each renewal.
            if (model.guests().stream().anyMatch(SimulatedGuest::isWatched)) {
                setWatch(now);
            }
            return true;
        });
    }

    private void setWatch(long now) {
        if (model.watchUntilNanos() != watchNanos) {
            append(now, SimRecord.newBuilder().setWatchSet(WatchSet.newBuilder().setUntilNanos(watchNanos)));
        }
    }

    // The log.

    Reading read(int domid) {
        return locked(() -> reading(domid, settledNow()));
    }

    private Reading reading(int domid, long now) {
        Reading reading = model.readings(now).get(domid);
        if (reading == null) {
            throw noDomain();
        }
        return reading;
    }

    private Reading turn(int domid, DomainState next, DomainState... from) {
        return locked(() -> {
            long now = settledNow();
            SimulatedGuest guest = guest(domid);
            if (!List.of(from).contains(guest.state())) {
                throw Problem.of(
                                ErrorKind.CONFLICT,
                                "wrong-domain-state",
                                "The domain is " + guest.state() + " and cannot become " + next + ".")
                        .exception();
            }
            if (guest.state() != next) {
                turnAt(domid, next, now);
            }
            return reading(domid, now);
        });
    }

    private void turnAt(int domid, DomainState next, long at) {
        append(
                at,
                SimRecord.newBuilder()
                        .setTurned(Turned.newBuilder().setDomid(domid).setState(next.name())));
    }

    private SimulatedGuest guest(int domid) {
        if (!model.has(domid)) {
            throw noDomain();
        }
        return model.guest(domid);
    }

    /** Now, after everything that has happened by itself until now. */
    private long settledNow() {
        long now = Math.max(time.nanos(), model.settledNanos());
        for (var end = model.nextEnding(now); end != null; end = model.nextEnding(now)) {
            turnAt(end.domid(), DomainState.SHUTDOWN, end.atNanos());
        }
        return now;
    }

    /** Applies the event and makes it last, with the truth that it brings. */
    private void append(long at, SimRecord.Builder event) {
        SimRecord record = event.setAtNanos(at).build();
        StringBuilder lines = new StringBuilder();
        long wall = time.wallNanosAt(at);
        model.apply(record).forEach(change -> lines.append(truth.line(change, at, wall)));
        events.append(record.toBuilder()
                .setTruthOffset(truth.size())
                .setTruthLines(ByteString.copyFrom(lines.toString(), StandardCharsets.UTF_8))
                .build()
                .toByteArray());
        truth.append(lines.toString());
        if (events.sizeBytes() > compactAtBytes) {
            byte[] all = model.snapshot(model.settledNanos()).toByteArray();
            events.rewrite(List.of(all));
            compactAtBytes = COMPACT_BYTES + 4L * all.length;
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static ProblemException noDomain() {
        return notFound("domain-not-found", "There is no such domain on this host.");
    }

    private static ProblemException notFound(String code, String message) {
        return Problem.of(ErrorKind.NOT_FOUND, code, message).exception();
    }

    private static ProblemException noCapacity(String message) {
        return Problem.of(ErrorKind.NO_CAPACITY, "host-full", message).exception();
    }

    @Override
    public void close() {
        locked(() -> {
            events.close();
            truth.close();
            return true;
        });
    }
}
