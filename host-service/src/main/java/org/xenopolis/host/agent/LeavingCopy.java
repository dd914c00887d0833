package org.xenopolis.host.agent;

import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.MigrationRecord;

/** The copy of a guest that is here while it moves away: set aside, gone with the guest, or going on. */
final class LeavingCopy {
    private final Guests guests;
    private final HypervisorDriver driver;
    private final LeaseGate gate;

    LeavingCopy(Guests guests, HypervisorDriver driver, LeaseGate gate) {
        this.guests = guests;
        this.driver = driver;
        this.gate = gate;
    }

    /** For whoever looks at the host: while the receiver is asked nothing waits for a name. */
    void relinquish(MigrationRecord handedOver) {
        GuestRecord guest = guests.record(handedOver.getInstanceId());
        guests.domain(guest)
                .filter(domain -> domain.reading().state() == DomainState.SUSPENDED)
                .ifPresent(domain -> {
                    driver.relinquish(domain.domid());
                    guests.follow(guest);
                });
    }

    /** The copy that stayed behind: nothing of it may be left, or run. */
    void clear(MigrationRecord completed) {
        GuestRecord guest = guests.record(completed.getInstanceId());
        if (Admission.life(guest) instanceof GuestLife.Active active && isOf(guest, completed)) {
            guests.forget(guest, active.leave(new Epoch(completed.getNewEpoch())), driver.nowNanos());
        }
        guests.domain(guest).filter(LeavingCopy::stands).ifPresent(domain -> driver.destroy(domain.domid()));
        if (guests.domain(guest).isEmpty()
                && Admission.life(guests.record(completed.getInstanceId())) instanceof GuestLife.Absent) {
            guests.wipeMoved(InstanceId.of(completed.getInstanceId()));
        }
    }

    /** The guest runs here again, as soon as the lease allows it. */
    void goOn(MigrationRecord aborted) {
        GuestRecord guest = guests.record(aborted.getInstanceId());
        if (!isOf(guest, aborted)) {
            return;
        }
        Domain domain = guests.domain(guest).orElse(null);
        if (domain != null && domain.reading().state() == DomainState.MIGRATED_AWAY) {
            driver.reclaim(domain.domid());
        }
        if (domain != null && stands(domain)) {
            if (gate.held() == null) {
                return;
            }
            gate.whileHeld(() -> driver.resume(domain.domid()));
        }
        GuestRecord free = guest.toBuilder().clearMigrationId().build();
        if (domain == null) {
            guests.write(free, driver.nowNanos());
        } else {
            guests.follow(free);
        }
    }

    private static boolean stands(Domain domain) {
        return switch (domain.reading().state()) {
            case SUSPENDED, MIGRATED_AWAY -> true;
            default -> false;
        };
    }

    static boolean isOf(GuestRecord guest, MigrationRecord migration) {
        return guest.getMigrationId().equals(migration.getMigrationId());
    }
}
