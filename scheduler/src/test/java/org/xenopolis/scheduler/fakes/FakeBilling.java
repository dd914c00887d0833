package org.xenopolis.scheduler.fakes;

import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.xenopolis.contracts.billing.Authorisation;
import org.xenopolis.contracts.billing.BillingGrpc;
import org.xenopolis.contracts.billing.ReleaseRequest;
import org.xenopolis.kit.grpc.Replies;

/** Billing, as far as the scheduler speaks to it. */
public final class FakeBilling extends BillingGrpc.BillingImplBase {
    private final Set<String> released = ConcurrentHashMap.newKeySet();
    private final Faults faults = new Faults();

    public Faults faults() {
        return faults;
    }

    public boolean released(String instance) {
        return released.contains(instance);
    }

    @Override
    public void releaseAuthorisation(ReleaseRequest request, StreamObserver<Authorisation> out) {
        Replies.reply(out, () -> {
            Runnable after = faults.arrive("releaseAuthorisation", request.getInstanceId());
            released.add(request.getInstanceId());
            after.run();
            return Authorisation.newBuilder()
                    .setInstanceId(request.getInstanceId())
                    .build();
        });
    }
}
