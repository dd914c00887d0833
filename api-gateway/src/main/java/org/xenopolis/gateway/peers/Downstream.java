package org.xenopolis.gateway.peers;

import io.grpc.Channel;
import io.grpc.stub.AbstractStub;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.contracts.billing.BillingGrpc;
import org.xenopolis.contracts.hosts.HostsGrpc;
import org.xenopolis.contracts.images.ImagesGrpc;
import org.xenopolis.contracts.instances.InstancesGrpc;
import org.xenopolis.contracts.instances.OperationsGrpc;
import org.xenopolis.contracts.instances.VolumesGrpc;
import org.xenopolis.contracts.plans.PlansGrpc;
import org.xenopolis.kit.grpc.Peers;

/** Stubs of the other services. Each answer of these methods is for one call: its deadline runs from now. */
@ApplicationScoped
public class Downstream {
    private static final Duration UPLOAD = Duration.ofHours(1);
    private static final Duration FOLLOW = Duration.ofMinutes(10);

    private final Channel scheduler;
    private final Channel billing;
    private final Channel images;
    private final Channel planner;

    Downstream(
            Peers peers,
            @ConfigProperty(name = "xeno.scheduler") String scheduler,
            @ConfigProperty(name = "xeno.billing") String billing,
            @ConfigProperty(name = "xeno.images") String images,
            @ConfigProperty(name = "xeno.planner") String planner) {
        this.scheduler = peers.service("scheduler", scheduler);
        this.billing = peers.service("billing", billing);
        this.images = peers.service("image-store", images);
        this.planner = peers.service("migration-planner", planner);
    }

    public InstancesGrpc.InstancesBlockingStub instances() {
        return timed(InstancesGrpc.newBlockingStub(scheduler), Peers.DEADLINE);
    }

    /** For a console that is followed. */
    public InstancesGrpc.InstancesBlockingStub followedInstances() {
        return timed(InstancesGrpc.newBlockingStub(scheduler), FOLLOW);
    }

    public OperationsGrpc.OperationsBlockingStub operations() {
        return timed(OperationsGrpc.newBlockingStub(scheduler), Peers.DEADLINE);
    }

    public VolumesGrpc.VolumesBlockingStub volumes() {
        return timed(VolumesGrpc.newBlockingStub(scheduler), Peers.DEADLINE);
    }

    public HostsGrpc.HostsBlockingStub hosts() {
        return timed(HostsGrpc.newBlockingStub(scheduler), Peers.DEADLINE);
    }

    public BillingGrpc.BillingBlockingStub billing() {
        return timed(BillingGrpc.newBlockingStub(billing), Peers.DEADLINE);
    }

    public ImagesGrpc.ImagesBlockingStub images() {
        return timed(ImagesGrpc.newBlockingStub(images), Peers.DEADLINE);
    }

    /** For a part's bytes, which take as long as they take. */
    public ImagesGrpc.ImagesBlockingV2Stub imageUploads() {
        return timed(ImagesGrpc.newBlockingV2Stub(images), UPLOAD);
    }

    public PlansGrpc.PlansBlockingStub plans() {
        return timed(PlansGrpc.newBlockingStub(planner), Peers.DEADLINE);
    }

    private static <S extends AbstractStub<S>> S timed(S stub, Duration deadline) {
        return stub.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }
}
