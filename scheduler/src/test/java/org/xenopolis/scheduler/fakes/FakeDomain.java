package org.xenopolis.scheduler.fakes;

import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.RecoveryPolicy;

/** A guest on a fake host; without a state only its disk is there. */
record FakeDomain(String instance, String state, long epoch, Resources resources, RecoveryPolicy recovery) {
    /** No domain, but its memory is on disk. */
    static final String SAVED = "SAVED";

    FakeDomain in(String newState) {
        return new FakeDomain(instance, newState, epoch, resources, recovery);
    }

    FakeDomain at(long newEpoch) {
        return new FakeDomain(instance, state, newEpoch, resources, recovery);
    }

    FakeDomain sized(Resources size) {
        return new FakeDomain(instance, state, epoch, size, recovery);
    }

    boolean lives() {
        return !state.isEmpty() && !state.equals(SAVED);
    }

    DomainView view() {
        return DomainView.newBuilder()
                .setInstanceId(instance)
                .setName("v-" + instance)
                // As agents say it: a disk alone is a guest that is shut down, or saved.
                .setDomid(lives() ? 7 : 0)
                .setState(lives() ? state : state.equals(SAVED) ? "SUSPENDED" : "SHUTDOWN")
                .setEpoch(epoch)
                .setResources(resources)
                .setHasDisk(true)
                .setRecovery(recovery)
                .build();
    }
}
