package org.xenopolis.scheduler.hosts;

import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import org.xenopolis.cluster.Digest;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.XenVersion;
import org.xenopolis.contracts.hosts.HostFacts;
import org.xenopolis.contracts.hosts.Lease;
import org.xenopolis.contracts.hosts.LeasesGrpc;
import org.xenopolis.contracts.hosts.RenewLeaseRequest;
import org.xenopolis.kit.grpc.Callers;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.scheduler.Problems;

/** The agents' side: each may speak for its own host only. */
@ApplicationScoped
@Unremovable
class LeasesEndpoint extends LeasesGrpc.LeasesImplBase {
    static final int IMAGES_MAX = 10_000;

    private final LeaseService leases;

    LeasesEndpoint(LeaseService leases) {
        this.leases = leases;
    }

    @Override
    public void renewLease(RenewLeaseRequest request, StreamObserver<Lease> out) {
        Replies.reply(out, () -> {
            HostId host = Problems.parse("host_id", request.getHostId(), HostId::of);
            Callers.requireHost(host.value());
            check(request.getFacts());
            return leases.renew(
                    host, request, Callers.currentCertificate().getPublicKey().getEncoded());
        });
    }

    private static void check(HostFacts facts) {
        if (!facts.getXenVersion().isEmpty()) {
            Problems.parse("xen_version", facts.getXenVersion(), XenVersion::of);
        }
        if (facts.getCachedImageDigestsCount() > IMAGES_MAX) {
            throw Problems.invalid("too-many-images", "A host names at most " + IMAGES_MAX + " images.");
        }
        facts.getCachedImageDigestsList().forEach(digest -> Problems.parse("image digest", digest, Digest::of));
        if (facts.getCapacity().getPhysicalCpus() < 0
                || facts.getCapacity().getMemoryBytes() < 0
                || facts.getCapacity().getDiskBytes() < 0) {
            throw Problems.invalid("bad-capacity", "A capacity is negative.");
        }
    }
}
