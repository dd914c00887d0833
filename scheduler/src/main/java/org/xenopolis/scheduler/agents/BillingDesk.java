package org.xenopolis.scheduler.agents;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.contracts.billing.BillingGrpc;
import org.xenopolis.contracts.billing.ReleaseRequest;
import org.xenopolis.kit.grpc.Peers;

/** What the scheduler asks of billing. */
@ApplicationScoped
public class BillingDesk {
    private final Peers peers;
    private final String address;

    BillingDesk(Peers peers, @ConfigProperty(name = "xeno.billing") String address) {
        this.peers = peers;
        this.address = address;
    }

    /** Gives back what was held for an instance's first hour; nothing when it is not held. */
    public void release(String tenant, String instance) {
        var ignored = BillingGrpc.newBlockingStub(peers.service("billing", address))
                .withDeadlineAfter(Peers.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .releaseAuthorisation(ReleaseRequest.newBuilder()
                        .setTenantId(tenant)
                        .setInstanceId(instance)
                        .build());
    }
}
