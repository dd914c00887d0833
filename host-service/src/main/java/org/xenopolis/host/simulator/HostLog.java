package org.xenopolis.host.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.host.journal.RecordFile;
import org.xenopolis.host.simulator.record.Booted;
import org.xenopolis.host.simulator.record.Frozen;
import org.xenopolis.host.simulator.record.SimRecord;
import org.xenopolis.host.simulator.record.Turned;

/**
 * The shell around the model of one host: the lock, the clock, the file of events (never synced: it has to survive the
 * agent's process, not the machine) and the truth journal beside it.
 */
final class HostLog implements AutoCloseable {
    private static final long COMPACT_BYTES = 4 << 20;
    /** After so long dom0's timer comes round: 2^32 of its ticks of 10 ns. */
    static final long TIMER_ROUND_NANOS = (1L << 32) * 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final HostModel model;
    private final RecordFile events;
    private final TruthWriter truth;
    private final SimulatorTime time;
    private final boolean losesFreezes;
    private long compactAtBytes = COMPACT_BYTES;
    /** When the machine was last seen to move, on its own clock. */
    private long movedNanos;

    private HostLog(HostModel model, RecordFile events, TruthWriter truth, SimulatorTime time, boolean losesFreezes) {
        this.model = model;
        this.events = events;
        this.truth = truth;
        this.time = time;
        this.losesFreezes = losesFreezes;
        this.movedNanos = time.nanos();
    }

    /** Continues the host whose files these are, or makes a new one. A machine that has booted since boots the host. */
    static HostLog open(HostId id, Path folder, Path truthFile, SimulatorSettings settings, SimulatorTime time) {
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
        HostLog log =
                new HostLog(model, events, truth, time, settings.behaviours().has(XenBehaviour.CLOCK_LOSES_FREEZES));
        if (!model.machineBootId().equals(time.machineBootId())) {
            log.reboot();
        }
        return log;
    }

    private static SimRecord parse(byte[] payload) {
        try {
            return SimRecord.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a record passed its checksum and is no record", e);
        }
    }

    /** Only within {@link #locked}. */
    HostModel model() {
        return model;
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The host loses its power and starts again: every domain is gone, the disks stay. */
    void reboot() {
        locked(() -> {
            // When the machine itself has rebooted, its clock started anew: there is nothing to settle.
            boolean clockGoesOn = model.machineBootId().equals(time.machineBootId());
            append(
                    clockGoesOn ? now() : time.nanos(),
                    SimRecord.newBuilder()
                            .setBooted(Booted.newBuilder()
                                    .setBootId(UUID.randomUUID().toString())
                                    .setMachineBootId(time.machineBootId())));
            return true;
        });
    }

    /** Now, after everything that has happened by itself until now. Only within {@link #locked}. */
    long now() {
        if (losesFreezes) {
            thaw();
        }
        long now = Math.max(time.nanos() - model.lostNanos(), model.settledNanos());
        for (var end = model.nextEnding(now); end != null; end = model.nextEnding(now)) {
            append(end.atNanos(), end.event());
        }
        return now;
    }

    /** The host's own clock. */
    long clockNanos() {
        return losesFreezes ? locked(this::now) : time.nanos();
    }

    /** A host is looked at every few seconds: when it was not for long, the machine stood still. */
    private void thaw() {
        long before = movedNanos;
        movedNanos = time.nanos();
        long lost = (movedNanos - before) / TIMER_ROUND_NANOS * TIMER_ROUND_NANOS;
        if (lost > 0) {
            append(before - model.lostNanos(), frozen(0));
            append(movedNanos - model.lostNanos() - lost, frozen(lost));
        }
    }

    private static SimRecord.Builder frozen(long lostNanos) {
        return SimRecord.newBuilder().setFrozen(Frozen.newBuilder().setLostNanos(lostNanos));
    }

    void turn(int domid, DomainState next, long at) {
        append(
                at,
                SimRecord.newBuilder()
                        .setTurned(Turned.newBuilder().setDomid(domid).setState(next.name())));
    }

    /** Applies the event and makes it last, with the truth that it brings. Only within {@link #locked}. */
    void append(long at, SimRecord.Builder event) {
        SimRecord record = event.setAtNanos(at).build();
        StringBuilder lines = new StringBuilder();
        List<TruthChange> changes = model.apply(record);
        // The truth has the machine's time, whatever the host takes it for.
        long truly = at + model.lostNanos();
        long wall = time.wallNanosAt(truly);
        changes.forEach(change -> lines.append(truth.line(change, truly, wall)));
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

    @Override
    public void close() {
        locked(() -> {
            events.close();
            truth.close();
            return true;
        });
    }
}
