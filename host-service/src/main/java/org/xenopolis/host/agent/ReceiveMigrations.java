package org.xenopolis.host.agent;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.agent.GoRequest;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.hosts.HostFacts;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.core.Receiving;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.MigrationPhases;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.MigrationRecord;

/**
 * The receiving side, where a migration is decided. RUNNING is on this host's disk before the guest is let run, ABORTED
 * before anybody is told so; whichever is written first holds.
 */
final class ReceiveMigrations {
    private static final Logger LOG = Logger.getLogger(ReceiveMigrations.class);

    private final Guests guests;
    private final HypervisorDriver driver;
    private final MigrationLog log;
    private final LeaseGate gate;
    private final ArrivingCopy copy;
    private final KeyedLocks locks;
    private final Steps steps;
    private final Map<String, Intake> intakes = new ConcurrentHashMap<>();

    ReceiveMigrations(
            Guests guests, HypervisorDriver driver, MigrationLog log, LeaseGate gate, KeyedLocks locks, Steps steps) {
        this.guests = guests;
        this.driver = driver;
        this.log = log;
        this.gate = gate;
        this.copy = new ArrivingCopy(guests, driver, gate, steps);
        this.locks = locks;
        this.steps = steps;
    }

    /** A copy begins. Only the host that was announced may bring the guest. */
    Intake open(String migration, HostId caller, HostFacts source) {
        MigrationRecord record = requireFrom(migration, caller);
        Compatibility.require(driver.describe(), source);
        return locks.with(record.getInstanceId(), () -> {
            MigrationRecord now = require(migration);
            if (!(MigrationPhases.receiving(now) instanceof Receiving.Prepared prepared)) {
                throw Problem.of(ErrorKind.CONFLICT, "migration-not-expected", "The migration is not at its beginning.")
                        .exception();
            }
            steps.reached("receive.copying");
            log.write(now, prepared.copy());
            GuestRecord guest = guests.record(now.getInstanceId());
            driver.receiveDisk(InstanceId.of(guest.getInstanceId()), DomainConfigs.disk(Guests.spec(guest)));
            Intake intake = new Intake(migration, driver.receive(DomainConfigs.of(guest, Guests.spec(guest))), this);
            intakes.put(migration, intake);
            return intake;
        });
    }

    /** Everything is here: undecided from now on. */
    MigrationView copied(Intake intake) {
        MigrationRecord record = require(intake.migration());
        return locks.with(record.getInstanceId(), () -> {
            MigrationRecord now = require(intake.migration());
            if (MigrationPhases.receiving(now) instanceof Receiving.Copying copying) {
                steps.reached("receive.ready");
                intake.incoming().ready();
                intakes.remove(intake.migration());
                now = log.write(
                        now.toBuilder()
                                .setCopiedBytes(intake.copiedBytes())
                                .setRounds(intake.rounds())
                                .build(),
                        copying.ready());
                steps.reached("receive.ready-journaled");
            }
            return MigrationLog.view(now);
        });
    }

    MigrationView go(GoRequest request, HostId caller) {
        MigrationRecord record = requireFrom(request.getMigrationId(), caller);
        if (record.getNewEpoch() != request.getNewEpoch()) {
            throw LeaseGate.stale("The migration was prepared under another epoch.");
        }
        return locks.with(record.getInstanceId(), () -> {
            MigrationRecord now = require(request.getMigrationId());
            return switch (MigrationPhases.receiving(now)) {
                case Receiving.Ready ready -> decide(now, ready);
                case Receiving.Running ignored -> {
                    copy.letRun(now);
                    yield MigrationLog.view(now);
                }
                case Receiving.Aborted ignored -> MigrationLog.view(now);
                case Receiving.Prepared ignored -> throw notReady();
                case Receiving.Copying ignored -> throw notReady();
            };
        });
    }

    private MigrationView decide(MigrationRecord record, Receiving.Ready ready) {
        steps.reached("receive.go");
        if (gate.held() == null) {
            return abort(record, noLease());
        }
        return gate.whileHeld(() -> {
            if (isForsaken(record)) {
                return abort(record, noLease());
            }
            GuestRecord guest = guests.record(record.getInstanceId());
            GuestRecord arrived = Admission.life(guest) instanceof GuestLife.Incoming incoming
                    ? Admission.with(guest, incoming.arrive()).build()
                    : guest;
            MigrationRecord decided = log.write(record, ready.run(), arrived);
            steps.reached("receive.decided");
            long since = copy.unpause(arrived);
            return MigrationLog.view(decided).toBuilder()
                    .setRanNanos(driver.nowNanos() - since)
                    .build();
        });
    }

    /** ABORTED, for ever, unless it runs already. Also of a migration that has not come yet: then it never will. */
    MigrationView abort(String migration, String instance) {
        return locks.with(instance, () -> {
            MigrationRecord record = log.find(migration);
            if (record == null) {
                return MigrationLog.view(log.write(
                        MigrationRecord.newBuilder()
                                .setMigrationId(migration)
                                .setInstanceId(instance)
                                .build(),
                        new Receiving.Aborted()));
            }
            return abort(record, Problem.of(ErrorKind.CONFLICT, "migration-aborted", "The migration was called off."));
        });
    }

    private MigrationView abort(MigrationRecord record, Problem why) {
        Receiving.@Nullable Aborted aborted =
                switch (MigrationPhases.receiving(record)) {
                    case Receiving.Prepared prepared -> prepared.abort();
                    case Receiving.Copying copying -> copying.abort();
                    case Receiving.Ready ready -> ready.abort();
                    case Receiving.Running ignored -> null;
                    case Receiving.Aborted ignored -> null;
                };
        if (aborted == null) {
            return MigrationLog.view(record);
        }
        steps.reached("receive.abort");
        GuestRecord guest = guests.record(record.getInstanceId());
        GuestRecord gone = Admission.life(guest) instanceof GuestLife.Incoming incoming
                ? Admission.with(guest, incoming.abort()).build()
                : guest;
        MigrationRecord decided = log.write(MigrationLog.because(record, why), aborted, gone);
        steps.reached("receive.aborted");
        Intake intake = intakes.remove(record.getMigrationId());
        if (intake != null) {
            intake.incoming().close();
        }
        copy.clear(decided);
        return MigrationLog.view(decided);
    }

    /** The stream broke before everything was here. */
    void broken(Intake intake) {
        MigrationRecord record = require(intake.migration());
        locks.with(record.getInstanceId(), () -> {
            MigrationRecord now = require(intake.migration());
            if (MigrationPhases.receiving(now) instanceof Receiving.Copying) {
                abort(now, Problem.of(ErrorKind.UNAVAILABLE, "migration-cut", "The copy was cut off."));
            }
            return true;
        });
    }

    /** Brings what a crash left half done to where the journal says that it is. */
    void settle() {
        List<MigrationRecord> received = log.received();
        if (received.isEmpty()) {
            return;
        }
        Here here = guests.here();
        for (MigrationRecord record : received) {
            if (needsCare(record, here)) {
                locks.tryWith(record.getInstanceId(), () -> {
                    MigrationRecord now = require(record.getMigrationId());
                    if (needsCare(now, here)) {
                        settle(now);
                    }
                });
            }
        }
    }

    private boolean needsCare(MigrationRecord record, Here here) {
        if (isForsaken(record)) {
            return true;
        }
        return switch (MigrationPhases.of(record)) {
            case COPYING -> !intakes.containsKey(record.getMigrationId());
            case READY -> !record.getBootId().equals(guests.bootId());
            case COMPLETED -> here.arriving().contains(record.getInstanceId()) && copy.waits(record);
            case ABORTED ->
                here.any().contains(record.getInstanceId())
                        && Admission.life(guests.record(record.getInstanceId())) instanceof GuestLife.Absent;
            default -> false;
        };
    }

    /** Undecided when the lease ended: the scheduler may have given the guest up with this host, so it never runs here. */
    private boolean isForsaken(MigrationRecord record) {
        return !MigrationPhases.hasEnded(record) && log.isLost(record.getLeaseEpoch());
    }

    private static Problem noLease() {
        return Problem.of(ErrorKind.UNAVAILABLE, "no-lease", "The receiving host lost its lease.");
    }

    private void settle(MigrationRecord record) {
        LOG.infof("migration %s of %s is settled as receiver", record.getMigrationId(), record.getInstanceId());
        if (isForsaken(record)) {
            abort(record, noLease());
            return;
        }
        switch (MigrationPhases.receiving(record)) {
            case Receiving.Copying ignored ->
                abort(record, Problem.of(ErrorKind.UNAVAILABLE, "agent-restarted", "The receiving agent restarted."));
            case Receiving.Ready ignored ->
                abort(record, Problem.of(ErrorKind.UNAVAILABLE, "host-rebooted", "The receiving host rebooted."));
            case Receiving.Running ignored -> copy.letRun(record);
            case Receiving.Aborted ignored -> copy.clear(record);
            case Receiving.Prepared ignored -> {}
        }
    }

    private MigrationRecord require(String migration) {
        MigrationRecord record = log.find(migration);
        if (record == null || record.getSender()) {
            throw Problem.of(ErrorKind.NOT_FOUND, "migration-not-found", "This host expects no such migration.")
                    .exception();
        }
        return record;
    }

    private MigrationRecord requireFrom(String migration, HostId caller) {
        MigrationRecord record = require(migration);
        if (!record.getPeerHostId().equals(caller.toString())) {
            throw Problem.of(ErrorKind.FORBIDDEN, "not-the-source", "Another host was to bring this guest.")
                    .exception();
        }
        return record;
    }

    private static ProblemException notReady() {
        return Problem.of(ErrorKind.CONFLICT, "migration-not-ready", "The guest has not arrived whole.")
                .exception();
    }
}
