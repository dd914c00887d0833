package org.xenopolis.scheduler.operations;

import jakarta.enterprise.context.ApplicationScoped;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.agents.Domains;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.placement.Claim;
import org.xenopolis.scheduler.placement.Ledger;
import org.xenopolis.scheduler.placement.Places;

/** What a resize does; the record keeps the old size until the last step, so both sizes are known on the way. */
@ApplicationScoped
class ResizeSteps {
    private final Places places;
    private final Ledger ledger;
    private final Domains domains;

    ResizeSteps(Places places, Ledger ledger, Domains domains) {
        this.places = places;
        this.ledger = ledger;
        this.domains = domains;
    }

    Change grow(Work work, boolean again) {
        Resources old = old(work);
        Resources wanted = wanted(work);
        if (wanted.getDiskBytes() < old.getDiskBytes()) {
            throw Problems.invalid("disk-shrinks", "A disk can grow, not shrink: make a new instance instead.");
        }
        if (work.instance().place().host() != null) {
            places.requireResizable(work.instance().id(), wanted);
        }
        Resources both = Resources.newBuilder()
                .setVcpus(Math.max(old.getVcpus(), wanted.getVcpus()))
                .setMemoryBytes(Math.max(old.getMemoryBytes(), wanted.getMemoryBytes()))
                .setDiskBytes(wanted.getDiskBytes())
                .build();
        return sized(work, both);
    }

    Change shrinkBack(Work work, boolean again) {
        return sized(work, old(work));
    }

    Change settle(Work work, boolean again) {
        Resources wanted = wanted(work);
        return sized(work.with(instance -> instance.sized(wanted)), wanted);
    }

    Work resize(Work work, String command) {
        return tell(work, command, wanted(work));
    }

    Work resizeBack(Work work, String command) {
        return tell(work, command, old(work));
    }

    /** A stopped guest takes another number of vCPUs and amount of memory at its next start; only its disk is there. */
    private Work tell(Work work, String command, Resources to) {
        boolean runs = work.instance().place().host() != null;
        if (runs || wanted(work).getDiskBytes() != old(work).getDiskBytes()) {
            domains.resize(Domains.at(work.instance()), command, to);
        }
        return work;
    }

    private Change sized(Work after, Resources held) {
        InstanceRecord instance = after.instance();
        boolean runs = instance.place().host() != null;
        Claim.Purpose purpose = runs ? Claim.Purpose.RUN : Claim.Purpose.DISK;
        Resources kept = runs
                ? held
                : Resources.newBuilder().setDiskBytes(held.getDiskBytes()).build();
        if (!runs && instance.place().diskHost() == null) {
            return Change.to(after);
        }
        return Change.to(after)
                .and(session ->
                        ledger.resize(session, instance.id(), instance.place().epoch(), purpose, kept));
    }

    private static Resources old(Work work) {
        return work.instance().spec().getResources();
    }

    /** A zero field of the request is left as it is. */
    private static Resources wanted(Work work) {
        Resources asked = work.operation().request().getResizeTo();
        Resources old = old(work);
        return Resources.newBuilder()
                .setVcpus(asked.getVcpus() == 0 ? old.getVcpus() : asked.getVcpus())
                .setMemoryBytes(asked.getMemoryBytes() == 0 ? old.getMemoryBytes() : asked.getMemoryBytes())
                .setDiskBytes(asked.getDiskBytes() == 0 ? old.getDiskBytes() : asked.getDiskBytes())
                .build();
    }
}
