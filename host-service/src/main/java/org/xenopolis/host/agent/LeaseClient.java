package org.xenopolis.host.agent;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.contracts.hosts.LeasesGrpc;
import org.xenopolis.contracts.hosts.RenewLeaseRequest;
import org.xenopolis.host.core.Lease;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.LeaseRecord;

/**
 * Keeps the host's lease, and fences when it cannot. One round asks once and says when the next is due; nothing in it takes
 * longer than the lease that is held, so the fence is never late.
 */
final class LeaseClient {
    private static final Logger LOG = Logger.getLogger(LeaseClient.class);
    private static final Duration CALL_MAX = Duration.ofSeconds(5);
    private static final Duration BACKOFF_FIRST = Duration.ofMillis(200);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(4);

    private final Guests guests;
    private final HypervisorDriver driver;
    private final Journal journal;
    private final LeaseGate gate;
    private final Fence fence;
    private final Inventories inventories;
    private final Loads loads;
    private final Supplier<LeasesGrpc.LeasesBlockingStub> scheduler;
    private Duration backoff = BACKOFF_FIRST;
    private boolean fenced;

    LeaseClient(
            Guests guests,
            HypervisorDriver driver,
            Journal journal,
            LeaseGate gate,
            Fence fence,
            Inventories inventories,
            Supplier<LeasesGrpc.LeasesBlockingStub> scheduler) {
        this.guests = guests;
        this.driver = driver;
        this.journal = journal;
        this.gate = gate;
        this.fence = fence;
        this.inventories = inventories;
        this.loads = new Loads(new LoadSampler(driver));
        this.scheduler = scheduler;
    }

    /** @return how long to wait before the next round */
    Duration round() {
        Duration next = ask();
        Lease last = gate.last();
        if (gate.held() != null) {
            fenced = false;
        } else if (!fenced && leaseIsOver(last)) {
            fence.drop();
            fenced = true;
        }
        return atMostUntilEnd(next);
    }

    /**
     * A restarted agent has no lease in memory, but the one before may still run: guests go on until it ends, as they do
     * when nobody restarts.
     */
    private boolean leaseIsOver(@Nullable Lease last) {
        if (last != null) {
            return true;
        }
        LeaseRecord journaled = journal.read(state -> state.lease());
        return !journaled.getBootId().equals(guests.bootId())
                || driver.nowNanos() - journaled.getUntilMonotonicNanos() >= 0;
    }

    private Duration ask() {
        Lease held = gate.held();
        long sent = driver.nowNanos();
        try {
            RenewLeaseRequest request = request(held);
            var answer = scheduler
                    .get()
                    .withDeadlineAfter(callNanos(held, driver.nowNanos()), TimeUnit.NANOSECONDS)
                    .renewLease(request);
            if (held != null && answer.getEpoch() > held.epoch().value()) {
                outlived();
            }
            Lease lease = new Lease(
                    new Epoch(answer.getEpoch()), sent, TimeUnit.MILLISECONDS.toNanos(answer.getDurationMillis()));
            // Before anything may rely on it, the watch behind the agent knows it too.
            driver.watchUntil(lease.untilNanos());
            journal.step(state -> leaseStep(lease));
            gate.grant(lease);
            backoff = BACKOFF_FIRST;
            return jittered(Duration.ofNanos(lease.renewAtNanos() - driver.nowNanos()));
        } catch (StatusRuntimeException e) {
            LOG.debugf("host %s: no lease: %s", guests.host(), e.getStatus());
            Duration wait = jittered(backoff);
            // Not registered yet is no reason to hurry; an unreachable scheduler is.
            backoff = min(
                    backoff.multipliedBy(2),
                    e.getStatus().getCode() == Status.Code.NOT_FOUND ? BACKOFF_MAX : BACKOFF_MAX.dividedBy(2));
            return wait;
        }
    }

    /**
     * The scheduler says that the lease ended while this host's clock still gives it time: the clock stood still, with the
     * whole machine. What may run elsewhere by now ends here, by the watch first, which needs nobody.
     */
    private void outlived() {
        LOG.warnf("host %s: its lease ended and its clock did not notice", guests.host());
        gate.lose();
        driver.watchUntil(driver.nowNanos());
        fence.drop();
    }

    private long callNanos(@Nullable Lease held, long now) {
        long most = CALL_MAX.toNanos();
        return held == null ? most : Math.clamp(held.untilNanos() - now, 1, most);
    }

    private RenewLeaseRequest request(@Nullable Lease held) {
        LoadSampler.Sample sample = loads.newest();
        return RenewLeaseRequest.newBuilder()
                .setHostId(guests.host().toString())
                .setBootId(guests.bootId())
                .setFacts(inventories.facts())
                .setLoad(sample.host())
                .addAllGuestLoads(sample.guests())
                .setLeaseEpoch(held == null ? 0 : held.epoch().value())
                .build();
    }

    private JournalRecord leaseStep(Lease lease) {
        return JournalRecord.newBuilder()
                .setLease(LeaseRecord.newBuilder()
                        .setEpoch(lease.epoch().value())
                        .setBootId(guests.bootId())
                        .setUntilMonotonicNanos(lease.untilNanos()))
                .build();
    }

    private Duration atMostUntilEnd(Duration wait) {
        Lease held = gate.held();
        if (held == null) {
            return wait;
        }
        Duration left = Duration.ofNanos(Math.max(0, held.untilNanos() - driver.nowNanos()));
        return min(wait, left);
    }

    /** 80 to 100 % of it: a thousand agents that lost the scheduler together do not come back together. */
    private static Duration jittered(Duration wait) {
        long nanos = Math.max(1, wait.toNanos());
        return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 5 + 1));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
