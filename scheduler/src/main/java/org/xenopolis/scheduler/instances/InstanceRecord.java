package org.xenopolis.scheduler.instances;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.common.ErrorDetail;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.contracts.instances.MigrationPolicy;

/**
 * What the scheduler believes of one instance. Only the operation that holds it changes it.
 *
 * @param spec without user data
 * @param intended where it is to be when nothing is under way: what a repair restores
 */
public record InstanceRecord(
        InstanceId id,
        InstanceSpec spec,
        InstanceState state,
        InstanceState intended,
        Place place,
        long generation,
        @Nullable OperationId operation,
        @Nullable ErrorDetail error,
        Instant createdAt,
        Instant updatedAt,
        boolean hasUserData) {
    /**
     * @param host where it holds a place to run
     * @param diskHost where its disk is, also while it is stopped
     * @param lastEpoch the highest ever given out for it
     */
    public record Place(@Nullable HostId host, @Nullable HostId diskHost, long epoch, long lastEpoch) {
        public static final Place NOWHERE = new Place(null, null, 0, 0);

        public Place on(HostId newHost, long newEpoch) {
            return new Place(newHost, newHost, newEpoch, Math.max(lastEpoch, newEpoch));
        }

        /** Holds no place; its disk stays where it is. */
        public Place resting() {
            return new Place(null, diskHost, epoch, lastEpoch);
        }

        /** Nothing of it is left on any host. */
        public Place gone() {
            return new Place(null, null, epoch, lastEpoch);
        }

        public Place having(long newLastEpoch) {
            return new Place(host, diskHost, epoch, Math.max(lastEpoch, newLastEpoch));
        }
    }

    /** Whether its tenant asked that it not be moved. */
    public boolean isPinned() {
        return spec.getMigration() == MigrationPolicy.MIGRATION_PINNED;
    }

    /** A state that is not legal from here is a bug. */
    public InstanceRecord in(InstanceState next) {
        if (next != state && !state.mayBecome(next)) {
            throw new IllegalStateException(state + " may not become " + next);
        }
        return new InstanceRecord(
                id, spec, next, intended, place, generation, operation, null, createdAt, updatedAt, hasUserData);
    }

    public InstanceRecord failed(@Nullable ErrorDetail why) {
        InstanceRecord next = in(InstanceState.ERROR);
        return new InstanceRecord(
                id, spec, next.state, intended, place, generation, operation, why, createdAt, updatedAt, hasUserData);
    }

    public InstanceRecord at(Place newPlace) {
        return new InstanceRecord(
                id, spec, state, intended, newPlace, generation, operation, error, createdAt, updatedAt, hasUserData);
    }

    public InstanceRecord sized(Resources resources) {
        return specified(spec.toBuilder().setResources(resources).build());
    }

    public InstanceRecord specified(InstanceSpec newSpec) {
        return new InstanceRecord(
                id, newSpec, state, intended, place, generation, operation, error, createdAt, updatedAt, hasUserData);
    }

    public InstanceRecord meant(InstanceState newIntention) {
        return new InstanceRecord(
                id, spec, state, newIntention, place, generation, operation, error, createdAt, updatedAt, hasUserData);
    }

    public InstanceRecord generation(long newGeneration) {
        return new InstanceRecord(
                id, spec, state, intended, place, newGeneration, operation, error, createdAt, updatedAt, hasUserData);
    }
}
