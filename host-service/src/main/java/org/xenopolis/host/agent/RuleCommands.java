package org.xenopolis.host.agent;

import org.xenopolis.contracts.agent.DomainReply;
import org.xenopolis.contracts.agent.SetRulesRequest;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.Nic;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.journal.record.GuestRecord;
import org.xenopolis.host.journal.record.JournalRecord;

/** Other security rules for an instance. They are in the record first: whatever starts it here next starts it with them. */
final class RuleCommands {
    private final Commands commands;
    private final Guests guests;
    private final HypervisorDriver driver;

    RuleCommands(Commands commands, Guests guests, HypervisorDriver driver) {
        this.commands = commands;
        this.guests = guests;
        this.driver = driver;
    }

    DomainReply set(SetRulesRequest request) {
        return commands.run(request.getHeader(), "set-rules", DomainReply.parser(), new Commands.Work<>() {
            @Override
            public void admit(GuestRecord known, JournalRecord.Builder step) {
                Admission.requireHere(known, request.getHeader().getEpoch());
                Admission.requireNotMigrating(known);
                step.addGuests(known.toBuilder()
                        .setSpec(ruled(Guests.spec(known), request).toByteString()));
            }

            @Override
            public DomainReply perform(GuestRecord guest) {
                guests.domain(guest)
                        .ifPresent(domain -> driver.setRules(domain.domid(), DomainConfigs.nics(Guests.spec(guest))));
                return DomainReply.newBuilder().setDomain(guests.view(guest)).build();
            }
        });
    }

    /** The cards stay what they are; those that are asked for have other rules. */
    private static InstanceSpec ruled(InstanceSpec spec, SetRulesRequest request) {
        InstanceSpec.Builder changed = spec.toBuilder();
        for (Nic.Builder nic : changed.getNicsBuilderList()) {
            request.getNicsList().stream()
                    .filter(wanted -> wanted.getMac().equals(nic.getMac()))
                    .forEach(wanted -> nic.clearRules().addAllRules(wanted.getRulesList()));
        }
        return changed.build();
    }
}
