package org.xenopolis.host.agent;

import java.util.List;
import org.jboss.logging.Logger;
import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.metering.Meter;
import org.xenopolis.host.metering.UsageShipper;

/** What an agent does from time to time by itself: meters, ships, and tidies up after guests that ended. */
final class Caretaker {
    private static final Logger LOG = Logger.getLogger(Caretaker.class);

    private final Guests guests;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final Meter meter;
    private final SnapshotCommands snapshots;
    private final UsageShipper shipper;
    private final Starter starter;
    private final LeaseGate gate;
    private final KeyedLocks locks;
    private final long intervalNanos;
    private long nextIntervalNanos;

    Caretaker(
            Guests guests,
            Journal journal,
            HypervisorDriver driver,
            Meter meter,
            SnapshotCommands snapshots,
            UsageShipper shipper,
            Starter starter,
            LeaseGate gate,
            KeyedLocks locks,
            long intervalNanos) {
        this.guests = guests;
        this.journal = journal;
        this.driver = driver;
        this.meter = meter;
        this.snapshots = snapshots;
        this.shipper = shipper;
        this.starter = starter;
        this.gate = gate;
        this.locks = locks;
        this.intervalNanos = intervalNanos;
        // Hosts that started together do not all meter at once.
        this.nextIntervalNanos =
                driver.nowNanos() + Math.floorMod(guests.host().value().hashCode(), intervalNanos);
    }

    void round() {
        List<Domain> domains = driver.list();
        domains.stream().filter(Caretaker::hasEnded).forEach(this::reap);
        snapshots.settle();
        long now = driver.nowNanos();
        if (now - nextIntervalNanos >= 0) {
            nextIntervalNanos = now + intervalNanos;
            meterAll();
        }
        shipper.ship();
    }

    void meterAll() {
        long now = driver.nowNanos();
        List<Domain> domains = driver.list();
        journal.step(state -> meter.interval(state, domains, now, locks::isHeld));
    }

    private static boolean hasEnded(Domain domain) {
        return switch (domain.reading().state()) {
            case SHUTDOWN, CRASHED -> true;
            default -> false;
        };
    }

    /** Booting takes a while, destroying too, and meters must not wait. */
    private void reap(Domain seen) {
        Thread.startVirtualThread(() -> {
            try {
                tidy(seen);
            } catch (RuntimeException e) {
                // The next round finds it again.
                LOG.debugf(e, "domain %d is not tidied up", seen.domid());
            }
        });
    }

    /** Unless a command is at it, which will do it itself. */
    private void tidy(Domain seen) {
        seen.name()
                .instance()
                .ifPresent(instance -> locks.tryWith(instance.toString(), () -> {
                    GuestRecord guest = guests.record(instance.toString());
                    if (guest.getMigrationId().isEmpty() && Admission.life(guest) instanceof GuestLife.Active active) {
                        guests.domain(guest)
                                .filter(Caretaker::hasEnded)
                                .ifPresent(domain -> tidy(guest, active, domain));
                    }
                }));
    }

    private void tidy(GuestRecord guest, GuestLife.Active active, Domain ended) {
        if (!ended.wantsReboot()) {
            guests.finish(guest, ended, active.stop(active.epoch()));
        } else if (gate.held() != null) {
            reboot(guest);
        }
        // Without the lease nothing starts: it waits, or is fenced.
    }

    private void reboot(GuestRecord guest) {
        try {
            starter.start(guest, false);
        } catch (RuntimeException e) {
            LOG.errorf(e, "instance %s did not come back from its reboot", guest.getInstanceId());
        }
    }
}
