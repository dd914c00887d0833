package org.xenopolis.scheduler.fakes;

import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.RecoveryPolicy;

/** A guest on a fake host; without a state only its disk is there. */
record FakeDomain(String instance, String state, long epoch, Resources resources, RecoveryPolicy recovery) {
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
        return !state.isEmpty();
    }

    DomainView view() {
        return DomainView.newBuilder()
                .setInstanceId(instance)
                .setName("v-" + instance)
                .setState(lives() ? state : "GONE")
                .setEpoch(epoch)
                .setResources(resources)
                .setHasDisk(true)
                .setRecovery(recovery)
                .build();
    }
}
