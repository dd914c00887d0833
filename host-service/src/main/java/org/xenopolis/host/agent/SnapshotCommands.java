package org.xenopolis.host.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.SnapshotDomainReply;
import org.xenopolis.contracts.agent.SnapshotDomainRequest;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.images.SnapshotTarget;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;

/**
 * Copies of disks. A running guest is paused, a copy-on-write picture of its disk is taken, the guest goes on, and only
 * then the picture is sent: the copy is what a power failure would have left (crash-consistent). The journal says that the
 * guest is frozen before it is, so that whatever fails in between, a later round lets it go on.
 */
final class SnapshotCommands {
    private static final Logger LOG = Logger.getLogger(SnapshotCommands.class);

    private final Commands commands;
    private final Guests guests;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final SnapshotTarget target;
    private final LeaseGate gate;
    private final KeyedLocks locks;
    private final Steps steps;

    SnapshotCommands(
            Commands commands,
            Guests guests,
            Journal journal,
            HypervisorDriver driver,
            SnapshotTarget target,
            LeaseGate gate,
            KeyedLocks locks,
            Steps steps) {
        this.commands = commands;
        this.guests = guests;
        this.journal = journal;
        this.driver = driver;
        this.target = target;
        this.gate = gate;
        this.locks = locks;
        this.steps = steps;
    }

    SnapshotDomainReply snapshot(SnapshotDomainRequest request) {
        CommandHeader header = request.getHeader();
        return commands.run(header, "snapshot", SnapshotDomainReply.parser(), new Commands.Work<>() {
            @Override
            public void admit(GuestRecord known, JournalRecord.Builder step) {
                Admission.requireHere(known, header.getEpoch());
                Admission.requireNotMigrating(known);
            }

            @Override
            public SnapshotDomainReply perform(GuestRecord guest) {
                return target.upload(request, () -> copy(guest));
            }
        });
    }

    private InputStream copy(GuestRecord guest) {
        InstanceId instance = InstanceId.of(guest.getInstanceId());
        Optional<Domain> running =
                guests.domain(guest).filter(domain -> domain.reading().state().isUnpaused());
        if (running.isEmpty()) {
            return driver.copyDisk(instance);
        }
        InputStream copy = null;
        try {
            freeze(guest, running.get());
            copy = driver.copyDisk(instance);
            steps.reached("snapshot.copied");
            thaw(guests.record(guest.getInstanceId()));
            return copy;
        } catch (RuntimeException e) {
            drop(copy);
            thawQuietly(guest.getInstanceId());
            throw e;
        }
    }

    private void freeze(GuestRecord guest, Domain running) {
        GuestRecord frozen = guest.toBuilder().setFrozen(true).build();
        journal.stepAndSync(
                state -> JournalRecord.newBuilder().addGuests(frozen).build());
        steps.reached("snapshot.frozen");
        driver.pause(running.domid());
        steps.reached("snapshot.paused");
        guests.follow(frozen);
    }

    private void thaw(GuestRecord frozen) {
        steps.reached("snapshot.thaw");
        GuestRecord free = frozen.toBuilder().setFrozen(false).build();
        Optional<Domain> domain = guests.domain(frozen);
        domain.filter(one -> one.reading().state() == DomainState.PAUSED)
                .ifPresent(paused -> gate.whileHeld(() -> driver.unpause(paused.domid())));
        if (domain.isPresent()) {
            guests.follow(free);
        } else {
            journal.step(state -> JournalRecord.newBuilder().addGuests(free).build());
        }
    }

    private void thawQuietly(String instance) {
        try {
            GuestRecord now = guests.record(instance);
            if (now.getFrozen()) {
                thaw(now);
            }
        } catch (RuntimeException e) {
            LOG.warnf("instance %s stands still for a moment longer: %s", instance, e.getMessage());
        }
    }

    private static void drop(@Nullable InputStream copy) {
        if (copy != null) {
            try {
                copy.close();
            } catch (IOException e) {
                LOG.warn("a copy of a disk was not dropped", e);
            }
        }
    }

    /** Lets guests go on that a snapshot which nobody finishes any more has left paused. */
    void settle() {
        List<String> frozen = journal.read(state -> state.guests().stream()
                .filter(GuestRecord::getFrozen)
                .map(GuestRecord::getInstanceId)
                .toList());
        if (gate.held() != null) {
            frozen.forEach(instance -> locks.tryWith(instance, () -> thawQuietly(instance)));
        }
    }
}
