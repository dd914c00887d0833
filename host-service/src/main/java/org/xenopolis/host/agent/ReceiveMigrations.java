package org.xenopolis.host.agent;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MigrationId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.GoRequest;
import org.xenopolis.contracts.agent.MigrationView;
import org.xenopolis.contracts.agent.PrepareReceiveRequest;
import org.xenopolis.contracts.hosts.HostFacts;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.core.Receiving;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.MigrationPhases;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.journal.record.MigrationRecord;
import org.xenopolis.host.journal.record.VolumeRecord;

/**
 * The receiving side, where a migration is decided. RUNNING is on this host's disk before the guest is let run, ABORTED
 * before anybody is told so; whichever is written first holds.
 */
final class ReceiveMigrations {
    private static final Logger LOG = Logger.getLogger(ReceiveMigrations.class);

    private final Commands commands;
    private final Guests guests;
    private final HypervisorDriver driver;
    private final MigrationLog log;
    private final LeaseGate gate;
    private final KeyedLocks locks;
    private final Steps steps;
    private final Map<String, Intake> intakes = new ConcurrentHashMap<>();

    ReceiveMigrations(
            Commands commands,
            Guests guests,
            HypervisorDriver driver,
            MigrationLog log,
            LeaseGate gate,
            KeyedLocks locks,
            Steps steps) {
        this.commands = commands;
        this.guests = guests;
        this.driver = driver;
        this.log = log;
        this.gate = gate;
        this.locks = locks;
        this.steps = steps;
    }

    MigrationView prepare(PrepareReceiveRequest request) {
        CommandHeader header = request.getHeader();
        return commands.run(header, "prepare-receive", MigrationView.parser(), new Commands.Work<>() {
            @Override
            public void admit(GuestRecord known, JournalRecord.Builder step) {
                if (log.find(request.getMigrationId()) != null) {
                    // Prepared before, or aborted before it was prepared: its answer is what it is.
                    return;
                }
                DomainConfigs.check(request.getSpec());
                Admission.requireNotMigrating(known);
                GuestLife.Incoming expected = expect(known, request);
                step.addGuests(Admission.with(known, expected)
                        .setSpec(request.getSpec().toByteString())
                        .clearVolumes()
                        .addAllVolumes(IntStream.range(0, request.getVolumeIdsCount())
                                .mapToObj(i -> volume(request, i))
                                .toList()));
                step.addMigrations(MigrationRecord.newBuilder()
                        .setMigrationId(request.getMigrationId())
                        .setInstanceId(header.getInstanceId())
                        .setPhase(MigrationPhases.of(new Receiving.Prepared()).getNumber())
                        .setNewEpoch(header.getEpoch())
                        .setPeerHostId(request.getSourceHostId())
                        .setLeaseEpoch(header.getLeaseEpoch())
                        .setBootId(guests.bootId()));
            }

            @Override
            public MigrationView perform(GuestRecord admitted) {
                return MigrationLog.view(require(request.getMigrationId()));
            }
        });
    }

    private static VolumeRecord volume(PrepareReceiveRequest request, int i) {
        return VolumeRecord.newBuilder()
                .setVolumeId(request.getVolumeIds(i))
                .setSizeBytes(i < request.getVolumeBytesCount() ? request.getVolumeBytes(i) : 0)
                .build();
    }

    private static GuestLife.Incoming expect(GuestRecord known, PrepareReceiveRequest request) {
        long epoch = request.getHeader().getEpoch();
        Admission.requireNotOlder(known, epoch);
        try {
            HostId.of(request.getSourceHostId());
            MigrationId migration = MigrationId.of(request.getMigrationId());
            if (Admission.life(known) instanceof GuestLife.Absent absent) {
                Admission.requireNewer(absent, epoch);
                return absent.expect(new Epoch(epoch), migration);
            }
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "invalid-migration", "The migration's ids are not well formed.")
                    .because(e);
        }
        throw Problem.of(ErrorKind.CONFLICT, "instance-here", "The instance has something on this host already.")
                .exception();
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
                    letRun(now);
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
            long since = unpause(arrived);
            return MigrationLog.view(decided).toBuilder()
                    .setRanNanos(driver.nowNanos() - since)
                    .build();
        });
    }

    /** Since when it runs, on the host's clock. */
    private long unpause(GuestRecord guest) {
        return guests.domain(guest)
                .map(domain -> {
                    Reading reading = domain.reading().state() == DomainState.INCOMING
                            ? driver.unpause(domain.domid())
                            : domain.reading();
                    steps.reached("receive.unpaused");
                    guests.follow(guest);
                    return reading.sinceNanos();
                })
                .orElseGet(driver::nowNanos);
    }

    /** After the decision, as often as it takes. */
    private void letRun(MigrationRecord decided) {
        GuestRecord guest = guests.record(decided.getInstanceId());
        if (waits(decided) && gate.held() != null) {
            gate.whileHeld(() -> {
                unpause(guest);
                return true;
            });
        }
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
        clear(decided);
        return MigrationLog.view(decided);
    }

    /** What an aborted migration left: a domain that never ran, and its disk. */
    private void clear(MigrationRecord aborted) {
        GuestRecord guest = guests.record(aborted.getInstanceId());
        if (!(Admission.life(guest) instanceof GuestLife.Absent)) {
            return;
        }
        guests.domain(guest).ifPresent(domain -> driver.destroy(domain.domid()));
        guests.wipeMoved(InstanceId.of(aborted.getInstanceId()));
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
            case COMPLETED -> here.arriving().contains(record.getInstanceId()) && waits(record);
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

    /** What this one brought; a later migration of the same guest is none of its business. */
    private boolean waits(MigrationRecord record) {
        GuestRecord guest = guests.record(record.getInstanceId());
        return Admission.life(guest) instanceof GuestLife.Active active
                && active.epoch().value() == record.getNewEpoch()
                && guests.domain(guest)
                        .filter(domain -> domain.reading().state() == DomainState.INCOMING)
                        .isPresent();
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
            case Receiving.Running ignored -> letRun(record);
            case Receiving.Aborted ignored -> clear(record);
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
