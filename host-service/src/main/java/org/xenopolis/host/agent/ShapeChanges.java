package org.xenopolis.host.agent;

import java.util.Optional;
import org.xenopolis.contracts.agent.CommandHeader;
import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;

/** Changes what an instance is made of, with or without a domain: record, domain and meter in step. */
final class ShapeChanges {
    private final Commands commands;
    private final Guests guests;

    ShapeChanges(Commands commands, Guests guests) {
        this.commands = commands;
        this.guests = guests;
    }

    interface Change {
        /** The record as it shall be. */
        GuestRecord admit(GuestRecord known);

        default void onDomain(GuestRecord guest, Domain domain) {}

        /** @return when the disks' size changed */
        long onDisk(GuestRecord guest);
    }

    DomainReply run(CommandHeader header, String kind, Change change) {
        return commands.run(header, kind, DomainReply.parser(), new Commands.Work<>() {
            @Override
            public void admit(GuestRecord known, JournalRecord.Builder step) {
                Admission.requireHere(known, header.getEpoch());
                Admission.requireNotMigrating(known);
                // Only checked here: the record changes together with the domain, so that a size that does not fit is
                // never written down.
                change.admit(known);
            }

            @Override
            public DomainReply perform(GuestRecord known) {
                GuestRecord changed = change.admit(known);
                Optional<Domain> domain = guests.domain(known);
                domain.ifPresent(here -> {
                    change.onDomain(changed, here);
                    // The domain's line and the disk's change at their own moments.
                    guests.follow(known);
                });
                long since = change.onDisk(changed);
                if (domain.isPresent()) {
                    guests.follow(changed, guests.requireDomain(changed), since);
                } else {
                    guests.write(changed, since);
                }
                return DomainReply.newBuilder().setDomain(guests.view(changed)).build();
            }
        });
    }
}
