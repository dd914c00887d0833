package org.xenopolis.host.agent;

import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.MigrationRecord;

/** The copy of a guest that has come to be here: let run once that is decided, or removed without having run. */
final class ArrivingCopy {
    private final Guests guests;
    private final HypervisorDriver driver;
    private final LeaseGate gate;
    private final Steps steps;

    ArrivingCopy(Guests guests, HypervisorDriver driver, LeaseGate gate, Steps steps) {
        this.guests = guests;
        this.driver = driver;
        this.gate = gate;
        this.steps = steps;
    }

    /** Since when it runs, on the host's clock. */
    long unpause(GuestRecord guest) {
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
    void letRun(MigrationRecord decided) {
        GuestRecord guest = guests.record(decided.getInstanceId());
        if (waits(decided) && gate.held() != null) {
            gate.whileHeld(() -> {
                unpause(guest);
                return true;
            });
        }
    }

    /** What an aborted migration left: a domain that never ran, and its disk. */
    void clear(MigrationRecord aborted) {
        GuestRecord guest = guests.record(aborted.getInstanceId());
        if (!(Admission.life(guest) instanceof GuestLife.Absent)) {
            return;
        }
        guests.domain(guest).ifPresent(domain -> driver.destroy(domain.domid()));
        guests.wipeMoved(InstanceId.of(aborted.getInstanceId()));
    }

    /** What this one brought; a later migration of the same guest is none of its business. */
    boolean waits(MigrationRecord record) {
        GuestRecord guest = guests.record(record.getInstanceId());
        return Admission.life(guest) instanceof GuestLife.Active active
                && active.epoch().value() == record.getNewEpoch()
                && guests.domain(guest)
                        .filter(domain -> domain.reading().state() == DomainState.INCOMING)
                        .isPresent();
    }
}
