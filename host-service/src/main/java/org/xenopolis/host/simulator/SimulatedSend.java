package org.xenopolis.host.simulator;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xenopolis.host.core.CopyForecast;
import org.xenopolis.host.core.MigrationLine;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.simulator.record.SimGuest;

/** Copies disks, and pre-copies the guest in the rounds of the model; the bytes sent stand for those that the model counts. */
final class SimulatedSend implements OutgoingMigration {
    private static final int PAYLOAD_BYTES = 16 << 10;
    private static final long SLICE_NANOS = 100_000_000;

    private final SimulatedDomains domains;
    private final int domid;
    private final SimulatorSettings settings;
    private final SimulatorTime time;
    private final Steps steps;
    private final long dirtyBytesPerSecond;
    private long diskLeft;
    private int round = 1;
    private long roundBytes;
    private long roundLeft;
    private long total;
    private @Nullable Reading stopped;

    SimulatedSend(SimulatedDomains domains, int domid, SimulatorSettings settings, SimulatorTime time, Steps steps) {
        this.domains = domains;
        this.domid = domid;
        this.settings = settings;
        this.time = time;
        this.steps = steps;
        this.dirtyBytesPerSecond = domains.dirtyBytesPerSecond(domid);
        this.diskLeft = domains.diskHeldBytes(domains.view(domid));
        this.roundBytes = domains.record(domid).getMemoryBytes();
        this.roundLeft = roundBytes;
    }

    @Override
    public Chunk next() {
        if (stopped != null) {
            throw new IllegalStateException("after the last chunk");
        }
        if (roundLeft == 0 && isLastRound()) {
            return last();
        }
        if (roundLeft == 0) {
            roundBytes = dirtied();
            roundLeft = roundBytes;
            round++;
        }
        steps.reached("sim.copy");
        if (settings.behaviours().has(XenBehaviour.PV_CANNOT_MOVE_LIVE)) {
            // As the xl driver fails: with broken infrastructure, and the guest as it was.
            throw new IllegalStateException("xl: Failed to enable logdirty: 95");
        }
        long slice = Math.min(
                diskLeft > 0 ? diskLeft : roundLeft, CopyForecast.bytesIn(SLICE_NANOS, settings.linkBytesPerSecond()));
        copy(slice);
        if (diskLeft > 0) {
            diskLeft -= slice;
        } else {
            roundLeft -= slice;
        }
        return new Chunk(round, total, payload(), false, new byte[0]);
    }

    /** What the guest wrote while this round was copied. */
    private long dirtied() {
        long nanos = CopyForecast.nanosFor(roundBytes, settings.linkBytesPerSecond());
        return Math.min(domains.record(domid).getMemoryBytes(), CopyForecast.bytesIn(nanos, dirtyBytesPerSecond));
    }

    private boolean isLastRound() {
        long next = dirtied();
        return round >= CopyForecast.ROUNDS_MAX
                || next >= roundBytes
                || next <= CopyForecast.restBytes(settings.linkBytesPerSecond());
    }

    private Chunk last() {
        steps.reached("sim.suspend");
        long rest = dirtied();
        stopped = domains.suspend(domid);
        copy(rest);
        sleep(MigrationLine.HAND_OVER_NANOS);
        round++;
        SimGuest state = domains.record(domid);
        return new Chunk(
                round,
                total,
                payload(),
                true,
                SimGuest.newBuilder().setRunNanos(state.getRunNanos()).build().toByteArray());
    }

    private void copy(long bytes) {
        sleep(CopyForecast.nanosFor(bytes, settings.linkBytesPerSecond()));
        total += bytes;
    }

    private void sleep(long nanos) {
        time.sleep(Duration.ofNanos((long) (nanos / settings.migrationSpeedup())));
    }

    private byte[] payload() {
        byte[] pages = new byte[PAYLOAD_BYTES];
        Arrays.fill(pages, (byte) round);
        return pages;
    }

    @Override
    public Reading stopped() {
        Reading reading = stopped;
        if (reading == null) {
            throw new IllegalStateException("before the last chunk");
        }
        return reading;
    }

    @Override
    public void close() {
        // The copy has nothing of its own: the guest stays as it is.
    }
}
