package org.xenopolis.host.agent;

import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.hosts.Lease;
import org.xenopolis.contracts.hosts.LeasesGrpc;
import org.xenopolis.contracts.hosts.RenewLeaseRequest;
import org.xenopolis.kit.grpc.Callers;
import org.xenopolis.kit.grpc.Replies;

/** Grants leases as the real one does, and can be told to be away or not to know a host. */
public final class FakeScheduler extends LeasesGrpc.LeasesImplBase {
    private final Map<String, Long> epochs = new ConcurrentHashMap<>();
    private final Map<String, RenewLeaseRequest> last = new ConcurrentHashMap<>();
    private final Map<String, Long> renewals = new ConcurrentHashMap<>();
    private final Set<String> lapsed = ConcurrentHashMap.newKeySet();
    private volatile boolean away;
    private volatile boolean registered = true;
    private final Map<String, Long> granted = new ConcurrentHashMap<>();
    private volatile long leaseMillis;

    public FakeScheduler(long leaseMillis) {
        this.leaseMillis = leaseMillis;
    }

    /** For how long leases are granted from now on. */
    void grantFor(long millis) {
        leaseMillis = millis;
    }

    /** For how long the host's last lease was granted. */
    long granted(String host) {
        return granted.getOrDefault(host, 0L);
    }

    /** How often the host got a lease. */
    long renewals(String host) {
        return renewals.getOrDefault(host, 0L);
    }

    /** The host's lease is over, on this clock. */
    void lapse(String host) {
        lapsed.add(host);
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    void register(boolean known) {
        registered = known;
    }

    public long epoch(String host) {
        return epochs.getOrDefault(host, 0L);
    }

    @Nullable
    RenewLeaseRequest last(String host) {
        return last.get(host);
    }

    @Override
    public void renewLease(RenewLeaseRequest request, StreamObserver<Lease> out) {
        Replies.reply(out, () -> {
            Callers.requireHost(java.util.UUID.fromString(request.getHostId()));
            if (away) {
                throw Problem.of(ErrorKind.UNAVAILABLE, "away", "Away.").exception();
            }
            if (!registered) {
                throw Problem.of(ErrorKind.NOT_FOUND, "host-not-found", "No such host.")
                        .exception();
            }
            last.put(request.getHostId(), request);
            long known = epoch(request.getHostId());
            if (known != 0 && request.getLeaseEpoch() != 0 && request.getLeaseEpoch() != known) {
                // Of an agent that a test has abandoned, and that has not noticed yet.
                throw Problem.of(ErrorKind.CONFLICT, "not-the-holder", "A newer agent holds the lease.")
                        .exception();
            }
            boolean goesOn = known != 0 && known == request.getLeaseEpoch() && !lapsed.remove(request.getHostId());
            long epoch = goesOn ? known : known + 1;
            renewals.merge(request.getHostId(), 1L, Long::sum);
            epochs.put(request.getHostId(), epoch);
            long millis = leaseMillis;
            granted.put(request.getHostId(), millis);
            return Lease.newBuilder().setEpoch(epoch).setDurationMillis(millis).build();
        });
    }
}
