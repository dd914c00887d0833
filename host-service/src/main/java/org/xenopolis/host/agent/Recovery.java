package org.xenopolis.host.agent;

import org.xenopolis.host.core.GuestLife;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.Journal;
import org.xenopolis.host.journal.record.DoneRecord;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;
import org.xenopolis.host.metering.Meter;

/**
 * Brings journal and hypervisor together when an agent starts. It never stops a guest and never starts one: half-done
 * commands are repeated by whoever gave them, and find their own work.
 */
final class Recovery {
    private final Guests guests;
    private final Journal journal;
    private final HypervisorDriver driver;
    private final Meter meter;

    Recovery(Guests guests, Journal journal, HypervisorDriver driver, Meter meter) {
        this.guests = guests;
        this.journal = journal;
        this.driver = driver;
        this.meter = meter;
    }

    void run() {
        long bootedAt = driver.describe().bootedAtNanos();
        journal.step(state -> {
            JournalRecord.Builder step = JournalRecord.newBuilder();
            // No answer: a repetition is done, not answered.
            state.begun()
                    .forEach(command -> step.addDone(DoneRecord.newBuilder()
                            .setCommandId(command.getCommandId())
                            .setInstanceId(command.getInstanceId())));
            meter.rebooted(state, step, guests.bootId(), bootedAt);
            return step.build();
        });
        for (GuestRecord guest : journal.read(state -> state.guests())) {
            if (Admission.life(guest) instanceof GuestLife.Active) {
                guests.domain(guest).ifPresent(domain -> guests.follow(guest, domain));
            }
        }
    }
}
