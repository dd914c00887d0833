package org.xenopolis.host.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.MigrationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.MigrationPhase;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.SendMigrationRequest;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.core.Sending;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.MigrationPhases;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.MigrationRecord;

/**
 * The sending side. Before the hand-over the guest may go on here at any time; once HANDED_OVER is on the disk, only the
 * receiver's word, RUNNING or ABORTED, moves this side on.
 */
final class SendMigrations {
    private static final Logger LOG = Logger.getLogger(SendMigrations.class);
    private static final Duration PROGRESS = Duration.ofMillis(250);

    private final Commands commands;
    private final Guests guests;
    private final HypervisorDriver driver;
    private final MigrationLog log;
    private final CopyForecasts forecasts;
    private final LeavingCopy copy;
    private final KeyedLocks locks;
    private final HostChannels channels;
    private final Steps steps;
    private final Map<String, Transfer> transfers = new ConcurrentHashMap<>();

    SendMigrations(
            Commands commands,
            Guests guests,
            HypervisorDriver driver,
            MigrationLog log,
            LeaseGate gate,
            KeyedLocks locks,
            HostChannels channels,
            Steps steps) {
        this.commands = commands;
        this.guests = guests;
        this.driver = driver;
        this.log = log;
        this.forecasts = new CopyForecasts(driver, log);
        this.copy = new LeavingCopy(guests, driver, gate);
        this.locks = locks;
        this.channels = channels;
        this.steps = steps;
    }

    /** Runs it, or follows the one that runs, until it ends or waits for an answer; says so now and then. */
    void send(SendMigrationRequest request, Consumer<MigrationView> progress) {
        MigrationRecord record = commands.locked(request.getHeader(), () -> begin(request));
        Transfer transfer = transfers.get(record.getMigrationId());
        while (transfer != null && !transfer.awaitEnd(PROGRESS)) {
            progress.accept(transfer.progress());
        }
        progress.accept(MigrationLog.view(require(record.getMigrationId())));
    }

    private MigrationRecord begin(SendMigrationRequest request) {
        MigrationRecord known = log.find(request.getMigrationId());
        if (known != null) {
            return known;
        }
        CommandHeader header = request.getHeader();
        HostId target = target(request);
        GuestRecord guest = guests.record(header.getInstanceId());
        Admission.requireHere(guest, header.getEpoch());
        Admission.requireNotMigrating(guest);
        Domain domain = guests.requireDomain(guest);
        if (!domain.reading().state().isUnpaused() || request.getNewEpoch() <= header.getEpoch()) {
            throw Problem.of(ErrorKind.CONFLICT, "not-running", "Only a running guest moves, to a newer epoch.")
                    .exception();
        }
        steps.reached("send.begin");
        MigrationRecord record = log.write(
                forecasts.foretell(
                        MigrationRecord.newBuilder()
                                .setMigrationId(request.getMigrationId())
                                .setInstanceId(guest.getInstanceId())
                                .setSender(true)
                                .setEpoch(header.getEpoch())
                                .setNewEpoch(request.getNewEpoch())
                                .setPeerHostId(target.toString())
                                .setPeerAddress(request.getTargetAddress()),
                        domain),
                new Sending.Copying(),
                guest.toBuilder().setMigrationId(request.getMigrationId()).build());
        Transfer transfer =
                new Transfer(this, record, domain.domid(), channels.to(target, record.getPeerAddress()), steps);
        transfers.put(record.getMigrationId(), transfer);
        transfer.start();
        return record;
    }

    private static HostId target(SendMigrationRequest request) {
        try {
            MigrationId.of(request.getMigrationId());
            return HostId.of(request.getTargetHostId());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "invalid-migration", "The migration's ids are not well formed.")
                    .because(e);
        }
    }

    HypervisorDriver driver() {
        return driver;
    }

    /** The guest stands still for the last round: its line ends. */
    void stopped(MigrationRecord record) {
        locks.with(record.getInstanceId(), () -> guests.follow(guests.record(record.getInstanceId())));
    }

    /**
     * The point of no return, for this side.
     *
     * @throws ProblemException when it was called off before
     */
    void handOver(Transfer transfer) {
        locks.with(transfer.instance(), () -> {
            MigrationRecord now = require(transfer.migration());
            if (!(MigrationPhases.sending(now) instanceof Sending.Copying copying) || transfer.isCalledOff()) {
                throw Problem.of(ErrorKind.CONFLICT, "migration-aborted", "The migration was called off.")
                        .exception();
            }
            steps.reached("send.hand-over");
            log.write(transfer.measured(now), copying.handOver());
            steps.reached("send.handed-over");
            return true;
        });
    }

    /** What the receiver wrote down. Anything but its two last words changes nothing. */
    MigrationView resolve(String migration, MigrationPhase receiver, long pauseNanos) {
        MigrationRecord record = require(migration);
        return locks.with(record.getInstanceId(), () -> {
            MigrationRecord now = require(migration);
            MigrationRecord timed = pauseNanos == 0
                    ? now
                    : now.toBuilder().setPauseNanos(pauseNanos).build();
            if (MigrationPhases.sending(now) instanceof Sending.HandedOver handedOver) {
                switch (receiver) {
                    case COMPLETED -> now = complete(timed, handedOver.confirm());
                    case ABORTED -> now = takeBack(timed, handedOver.refuse(), refusedByReceiver());
                    default -> {}
                }
            } else if (receiver == MigrationPhase.ABORTED
                    && MigrationPhases.sending(now) instanceof Sending.Copying copying) {
                now = takeBack(now, copying.abort(), refusedByReceiver());
            }
            return MigrationLog.view(now);
        });
    }

    private static Problem refusedByReceiver() {
        return Problem.of(ErrorKind.CONFLICT, "receiver-aborted", "The receiving host aborted the migration.");
    }

    private MigrationRecord complete(MigrationRecord record, Sending.Completed completed) {
        steps.reached("send.complete");
        GuestRecord guest = guests.record(record.getInstanceId());
        MigrationRecord ended = log.write(record, completed);
        if (Admission.life(guest) instanceof GuestLife.Active active) {
            guests.forget(guest, active.leave(new Epoch(record.getNewEpoch())), driver.nowNanos());
        }
        steps.reached("send.completed");
        copy.clear(ended);
        return ended;
    }

    /** Called off before the hand-over, by the scheduler or by a failure. After it: nothing. */
    MigrationView giveUp(String migration, Problem why) {
        MigrationRecord record = require(migration);
        return locks.with(record.getInstanceId(), () -> {
            MigrationRecord now = require(migration);
            Transfer transfer = transfers.get(migration);
            if (transfer != null) {
                transfer.callOff();
            }
            if (MigrationPhases.sending(now) instanceof Sending.Copying copying) {
                now = takeBack(now, copying.abort(), why);
            }
            return MigrationLog.view(now);
        });
    }

    private MigrationRecord takeBack(MigrationRecord record, Sending.Aborted aborted, Problem why) {
        steps.reached("send.abort");
        MigrationRecord ended = log.write(MigrationLog.because(record, why), aborted);
        steps.reached("send.aborted");
        copy.goOn(ended);
        return ended;
    }

    void ended(Transfer transfer) {
        transfers.remove(transfer.migration());
    }

    /** Brings what a crash or a lost peer left half done to where the journal and the receiver say that it is. */
    void settle() {
        List<MigrationRecord> sent = log.sent();
        if (sent.isEmpty()) {
            return;
        }
        Here here = guests.here();
        for (MigrationRecord record : sent) {
            if (!needsCare(record, here)) {
                continue;
            }
            if (MigrationPhases.sending(record) instanceof Sending.HandedOver) {
                locks.tryWith(record.getInstanceId(), () -> copy.relinquish(record));
                askReceiver(record);
            } else {
                locks.tryWith(record.getInstanceId(), () -> settle(require(record.getMigrationId())));
            }
        }
    }

    private boolean needsCare(MigrationRecord record, Here here) {
        if (transfers.containsKey(record.getMigrationId())) {
            return false;
        }
        GuestRecord guest = guests.record(record.getInstanceId());
        return !MigrationPhases.hasEnded(record)
                || LeavingCopy.isOf(guest, record)
                || (Admission.life(guest) instanceof GuestLife.Absent
                        && here.any().contains(record.getInstanceId()));
    }

    /** Nobody else is at the instance now, so what has no transfer will not get one. */
    private void settle(MigrationRecord record) {
        if (transfers.containsKey(record.getMigrationId())) {
            return;
        }
        switch (MigrationPhases.sending(record)) {
            case Sending.Copying copying ->
                takeBack(
                        record,
                        copying.abort(),
                        Problem.of(ErrorKind.UNAVAILABLE, "agent-restarted", "The sending agent restarted."));
            case Sending.HandedOver ignored -> {}
            case Sending.Completed ignored -> copy.clear(record);
            case Sending.Aborted ignored -> copy.goOn(record);
        }
    }

    private void askReceiver(MigrationRecord record) {
        try {
            MigrationView answer =
                    Transfer.go(channels.to(HostId.of(record.getPeerHostId()), record.getPeerAddress()), record);
            resolve(record.getMigrationId(), answer.getPhase(), 0);
        } catch (ProblemException e) {
            // Away, or it never heard of it: the scheduler will find out, and say.
            LOG.debugf("migration %s still waits for its receiver: %s", record.getMigrationId(), e.getMessage());
        }
    }

    private MigrationRecord require(String migration) {
        @Nullable MigrationRecord record = log.find(migration);
        if (record == null || !record.getSender()) {
            throw Problem.of(ErrorKind.NOT_FOUND, "migration-not-found", "This host sends no such migration.")
                    .exception();
        }
        return record;
    }
}
