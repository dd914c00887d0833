package org.xenopolis.scheduler.placement;

import java.util.Set;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;

/**
 * A place asked of the ledger. Its key is (instance, epoch, purpose): taking or giving it back twice is harmless.
 *
 * @param along members of its affinity group that are to get a place there too
 */
public record Claim(
        InstanceId instance,
        long epoch,
        Purpose purpose,
        HostId host,
        Resources resources,
        InstanceSpec spec,
        Set<InstanceId> along) {
    /** One that nobody goes along with. */
    public Claim(
            InstanceId instance, long epoch, Purpose purpose, HostId host, Resources resources, InstanceSpec spec) {
        this(instance, epoch, purpose, host, resources, spec, Set.of());
    }

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
