package org.xenopolis.scheduler.migrations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.InstanceSpec;
import org.xenopolis.scheduler.core.PlacementOutcome;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.operations.Change;
import org.xenopolis.scheduler.operations.OperationRecord;
import org.xenopolis.scheduler.operations.Work;
import org.xenopolis.scheduler.placement.Claim;
import org.xenopolis.scheduler.placement.Ledger;
import org.xenopolis.scheduler.placement.Places;

/** The ledger's and the record's side of a migration. */
@ApplicationScoped
class MigrationPlaces {
    private final Places places;
    private final Ledger ledger;
    private final MigrationVolumes volumes;
    private final MigrationFacts facts;

    MigrationPlaces(Places places, Ledger ledger, MigrationVolumes volumes, MigrationFacts facts) {
        this.places = places;
        this.ledger = ledger;
        this.volumes = volumes;
        this.facts = facts;
    }

    Change reserve(Work work, boolean again) {
        InstanceRecord instance = work.instance();
        String asked = work.operation().request().getTargetHostId();
        PlacementOutcome outcome = asked.isEmpty()
                ? places.migrate(instance.id(), Digest.of(instance.spec().getImageDigest()))
                : places.migrateTo(instance.id(), HostId.of(asked), along(work));
        return switch (outcome) {
            case PlacementOutcome.Rejected rejected -> throw Places.refusal(rejected);
            case PlacementOutcome.Placed placed -> reserved(work, placed.host());
        };
    }

    /** Members of its affinity group that move with it. */
    static Set<InstanceId> along(Work work) {
        return work.operation().request().getMoveWithList().stream()
                .map(InstanceId::of)
                .collect(Collectors.toSet());
    }

    private Change reserved(Work work, HostId target) {
        InstanceRecord instance = work.instance();
        long epoch = instance.place().lastEpoch() + 1;
        Claim claim = new Claim(
                instance.id(),
                epoch,
                Claim.Purpose.MIGRATION_TARGET,
                target,
                instance.spec().getResources(),
                instance.spec(),
                along(work));
        Work after = work.with(
                        held -> held.in(InstanceState.MIGRATING).at(held.place().having(epoch)))
                .noting(operation -> operation.to(target, epoch));
        List<Claim> claims = new ArrayList<>(List.of(claim));
        volumes.of(instance.id()).forEach(volume -> claims.add(claim(volume, work, target, epoch)));
        Change change = Change.to(after).and(session -> facts.tell(session, after, "STARTED"));
        for (Claim each : claims) {
            change = change.and(session -> ledger.reserve(session, each));
        }
        return change.then(() -> claims.forEach(each -> places.promise(target, each.resources())));
    }

    private static Claim claim(MigrationVolumes.Moving volume, Work work, HostId target, long epoch) {
        return new Claim(
                volume.key(),
                epoch,
                Claim.Purpose.VOLUME_TARGET,
                target,
                Resources.newBuilder().setDiskBytes(volume.sizeBytes()).build(),
                InstanceSpec.newBuilder().setTenantId(work.operation().tenant()).build());
    }

    /** It runs where it ran. */
    Change release(Work work, boolean again) {
        OperationRecord operation = work.operation();
        long epoch = operation.ends().targetEpoch();
        Work after = work.with(instance -> instance.in(InstanceState.RUNNING));
        if (epoch == 0) {
            return Change.to(after);
        }
        Change change = Change.to(after)
                .and(session -> facts.tell(session, after, "ABORTED"))
                .and(session -> ledger.release(session, operation.instance(), epoch, Claim.Purpose.MIGRATION_TARGET));
        for (MigrationVolumes.Moving volume : volumes.of(operation.instance())) {
            change = change.and(session -> ledger.release(session, volume.key(), epoch, Claim.Purpose.VOLUME_TARGET));
        }
        return change;
    }

    /** It runs where it went; what the source may still hold is kept until it is proven gone. */
    Change commit(Work work, boolean again) {
        OperationRecord.Ends ends = work.operation().ends();
        HostId target = Objects.requireNonNull(ends.target());
        InstanceId id = work.instance().id();
        Work after = work.with(instance ->
                instance.in(InstanceState.RUNNING).at(instance.place().on(target, ends.targetEpoch())));
        List<MigrationVolumes.Moving> moving = volumes.of(id);
        Change change = Change.to(after)
                .and(session -> facts.tell(session, after, "COMPLETED"))
                .and(session -> volumesAre(session, id.value(), target.value()))
                .and(session -> Transfer.leftOver(work)
                        ? ledger.become(session, id, ends.sourceEpoch(), Claim.Purpose.RUN, Claim.Purpose.LEFTOVER)
                        : ledger.release(session, id, ends.sourceEpoch(), Claim.Purpose.RUN))
                .and(session -> ledger.become(
                        session, id, ends.targetEpoch(), Claim.Purpose.MIGRATION_TARGET, Claim.Purpose.RUN));
        for (MigrationVolumes.Moving volume : moving) {
            change = change.and(session -> ledger.volumeMoved(session, volume.key(), ends.targetEpoch()));
        }
        return change;
    }

    private static Uni<Void> volumesAre(Mutiny.Session session, UUID instance, UUID host) {
        return session.createNativeQuery("update volumes set host_id = :host where instance_id = :instance")
                .setParameter("host", host)
                .setParameter("instance", instance)
                .executeUpdate()
                .replaceWithVoid();
    }
}
