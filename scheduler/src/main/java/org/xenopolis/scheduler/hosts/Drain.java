package org.xenopolis.scheduler.hosts;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.hosts.DrainHostResponse;
import org.xenopolis.contracts.hosts.RejectionCount;
import org.xenopolis.contracts.hosts.StuckGuest;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.scheduler.core.PlacementOutcome;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.instances.InstanceStore;
import org.xenopolis.scheduler.operations.Acceptance;
import org.xenopolis.scheduler.operations.OperationMessages;
import org.xenopolis.scheduler.placement.Places;

/** Sends a host's guests away, each by a migration of its own; names those that cannot go, and why. */
@ApplicationScoped
class Drain {
    private final InstanceStore instances;
    private final Places places;
    private final Acceptance acceptance;
    private final OperationMessages operations;

    Drain(InstanceStore instances, Places places, Acceptance acceptance, OperationMessages operations) {
        this.instances = instances;
        this.places = places;
        this.acceptance = acceptance;
        this.operations = operations;
    }

    /** @param force also guests whose tenants asked that they not be moved */
    void begin(HostId host, boolean force, DrainHostResponse.Builder response) {
        for (InstanceRecord instance : instances.on(host)) {
            if (!host.equals(instance.place().host())) {
                continue;
            }
            switch (places.migrate(instance.id(), Digest.of(instance.spec().getImageDigest()))) {
                case PlacementOutcome.Rejected rejected ->
                    response.addStuck(stuck(instance, Rejections.counts(rejected.hostsByReason())));
                case PlacementOutcome.Placed placed -> migrate(instance, force, response);
            }
        }
    }

    private void migrate(InstanceRecord instance, boolean force, DrainHostResponse.Builder response) {
        OperationId operation = new OperationId(IdSource.TIME_ORDERED.next());
        try {
            response.addMigrations(operations.of(acceptance.act(
                    instance.id(),
                    operation,
                    ActRequest.newBuilder()
                            .setInstanceId(instance.id().toString())
                            .setOperationId(operation.toString())
                            .setKind(OperationKind.MIGRATE)
                            .setSourceHostId(String.valueOf(instance.place().host()))
                            .setForce(force)
                            .setCause(force ? "drain:force" : "drain")
                            .build())));
        } catch (ProblemException e) {
            RejectionCount reason = RejectionCount.newBuilder()
                    .setReason(e.problem().code())
                    .setHosts(1)
                    .setSentence(e.problem().message())
                    .build();
            response.addStuck(stuck(instance, List.of(reason)));
        }
    }

    private static StuckGuest stuck(InstanceRecord instance, List<RejectionCount> reasons) {
        return StuckGuest.newBuilder()
                .setInstanceId(instance.id().toString())
                .addAllReasons(reasons)
                .build();
    }
}
