package org.xenopolis.host.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.CreateDomainRequest;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.StopDomainRequest;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.record.GuestLifeName;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;

/** Create, stop, reboot, pause, suspend, resume, delete. */
final class LifeCommands {
    static final Duration REBOOT_GRACE = Duration.ofSeconds(10);
    static final Duration STOP_GRACE_MAX = Duration.ofMinutes(5);

    private final Commands commands;
    private final Guests guests;
    private final HypervisorDriver driver;
    private final Starter starter;
    private final LeaseGate gate;
    private final Steps steps;

    LifeCommands(
            Commands commands, Guests guests, HypervisorDriver driver, Starter starter, LeaseGate gate, Steps steps) {
        this.commands = commands;
        this.guests = guests;
        this.driver = driver;
        this.starter = starter;
        this.gate = gate;
        this.steps = steps;
    }

    DomainReply create(CreateDomainRequest request) {
        return placed("create", request, false);
    }

    /** From the saved memory where there is one, and by booting where there is not. */
    DomainReply resume(CreateDomainRequest request) {
        return placed("resume", request, true);
    }

    private DomainReply placed(String kind, CreateDomainRequest request, boolean withMemory) {
        CommandHeader header = request.getHeader();
        return run(header, kind, new Step() {
            @Override
            public GuestRecord admit(GuestRecord known) {
                DomainConfigs.check(request.getSpec());
                Admission.requireNotMigrating(known);
                GuestRecord placed = Admission.with(known, Admission.place(known, header.getEpoch()))
                        .setSpec(request.getSpec().toByteString())
                        .build();
                if (known.getLife() == GuestLifeName.ACTIVE && known.getEpoch() < header.getEpoch()) {
                    // A domain of an earlier placement that nobody ended: it must not pass for the new one.
                    guests.haltAndFinish(
                            known, new GuestLife.Active(new Epoch(known.getEpoch())).stop(new Epoch(known.getEpoch())));
                }
                return placed;
            }

            @Override
            public void perform(GuestRecord guest) {
                starter.start(guest, withMemory);
            }
        });
    }

    /** Ends the guest's run here. That there is none is no failure: then it has ended. */
    DomainReply stop(StopDomainRequest request) {
        CommandHeader header = request.getHeader();
        Duration grace = Duration.ofMillis(Math.clamp(request.getGraceMillis(), 0, STOP_GRACE_MAX.toMillis()));
        return run(header, "stop", new Step() {
            @Override
            public @Nullable GuestRecord admit(GuestRecord known) {
                Admission.requireNotOlder(known, header.getEpoch());
                Admission.requireNotMigrating(known);
                return null;
            }

            @Override
            public void perform(GuestRecord guest) {
                Epoch epoch = new Epoch(header.getEpoch());
                switch (Admission.life(guest)) {
                    case GuestLife.Active active -> {
                        if (!request.getForce()) {
                            guests.domain(guest).ifPresent(domain -> driver.shutdown(domain.domid(), grace));
                        }
                        steps.reached("stop.shut-down");
                        guests.haltAndFinish(guest, active.stop(epoch));
                    }
                    case GuestLife.Suspended suspended -> {
                        driver.dropSaved(InstanceId.of(guest.getInstanceId()));
                        rest(guest, suspended.stop(epoch));
                    }
                    case GuestLife.Stopped stopped -> rest(guest, stopped.stop(epoch));
                    case GuestLife.Absent absent -> rest(guest, absent.delete(epoch));
                    case GuestLife.Incoming ignored -> throw Admission.migrating();
                }
            }
        });
    }

    private void rest(GuestRecord guest, GuestLife life) {
        guests.write(Admission.with(guest, life).build(), driver.nowNanos());
    }

    DomainReply reboot(CommandHeader header) {
        return run(header, "reboot", new Step() {
            @Override
            public @Nullable GuestRecord admit(GuestRecord known) {
                Admission.requireHere(known, header.getEpoch());
                Admission.requireNotMigrating(known);
                if (!(Admission.life(known) instanceof GuestLife.Active)) {
                    throw Admission.notHere();
                }
                return null;
            }

            @Override
            public void perform(GuestRecord guest) {
                guests.domain(guest).ifPresent(domain -> {
                    driver.shutdown(domain.domid(), REBOOT_GRACE);
                    driver.halt(domain.domid());
                });
                starter.start(guest, false);
            }
        });
    }

    DomainReply pause(CommandHeader header) {
        return onDomain(header, "pause", domain -> driver.pause(domain.domid()));
    }

    DomainReply unpause(CommandHeader header) {
        return onDomain(header, "unpause", domain -> gate.whileHeld(() -> driver.unpause(domain.domid())));
    }

    private interface OnDomain {
        Object act(Domain domain);
    }

    private DomainReply onDomain(CommandHeader header, String kind, OnDomain act) {
        return run(header, kind, new Step() {
            @Override
            public @Nullable GuestRecord admit(GuestRecord known) {
                Admission.requireHere(known, header.getEpoch());
                Admission.requireNotMigrating(known);
                guests.requireDomain(known);
                // From now on it is paused, or not, because it was commanded so.
                return known.getFrozen() ? known.toBuilder().clearFrozen().build() : null;
            }

            @Override
            public void perform(GuestRecord guest) {
                act.act(guests.requireDomain(guest));
                guests.follow(guest);
            }
        });
    }

    DomainReply suspend(CommandHeader header) {
        return run(header, "suspend", new Step() {
            @Override
            public @Nullable GuestRecord admit(GuestRecord known) {
                Admission.requireHere(known, header.getEpoch());
                Admission.requireNotMigrating(known);
                return null;
            }

            @Override
            public void perform(GuestRecord guest) {
                switch (Admission.life(guest)) {
                    case GuestLife.Active active -> {
                        driver.save(guests.requireDomain(guest).domid());
                        steps.reached("suspend.saved");
                        guests.finish(guest, guests.requireDomain(guest), active.suspend());
                    }
                    case GuestLife.Suspended ignored -> {}
                    default -> throw Admission.notHere();
                }
            }
        });
    }

    DomainReply delete(CommandHeader header) {
        return run(header, "delete", new Step() {
            @Override
            public @Nullable GuestRecord admit(GuestRecord known) {
                Admission.requireNotOlder(known, header.getEpoch());
                Admission.requireNotMigrating(known);
                return null;
            }

            @Override
            public void perform(GuestRecord guest) {
                Epoch epoch = new Epoch(Math.max(guest.getEpoch(), header.getEpoch()));
                InstanceId instance = InstanceId.of(guest.getInstanceId());
                GuestLife life = Admission.life(guest);
                if (life instanceof GuestLife.Active active) {
                    guests.haltAndFinish(guest, active.stop(active.epoch()));
                }
                steps.reached("delete.stopped");
                driver.dropSaved(instance);
                long wipedAt = driver.wipeDisk(instance);
                guests.forget(guests.record(guest.getInstanceId()), new GuestLife.Absent(epoch), wipedAt);
            }
        });
    }

    /** A command that is answered with how the domain is afterwards. */
    private interface Step {
        @Nullable
        GuestRecord admit(GuestRecord known);

        void perform(GuestRecord admitted);
    }

    private DomainReply run(CommandHeader header, String kind, Step step) {
        return commands.run(header, kind, DomainReply.parser(), new Commands.Work<>() {
            @Override
            public void admit(GuestRecord known, JournalRecord.Builder journaled) {
                GuestRecord admitted = step.admit(known);
                if (admitted != null) {
                    journaled.addGuests(admitted);
                }
            }

            @Override
            public DomainReply perform(GuestRecord admitted) {
                step.perform(admitted);
                return DomainReply.newBuilder()
                        .setDomain(guests.view(guests.record(admitted.getInstanceId())))
                        .build();
            }
        });
    }
}
