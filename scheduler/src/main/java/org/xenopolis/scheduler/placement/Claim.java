package org.xenopolis.scheduler.placement;

import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;

/** A place asked of the ledger. Its key is (instance, epoch, purpose): taking or giving it back twice is harmless. */
public record Claim(
        InstanceId instance, long epoch, Purpose purpose, HostId host, Resources resources, InstanceSpec spec) {
    /** What a place is held for, as the ledger says it. */
    public enum Purpose {
        RUN,
        MIGRATION_TARGET,
        DISK,
        LEFTOVER,
        VOLUME,
        VOLUME_TARGET
    }
}
