package org.xenopolis.scheduler.hosts;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.contracts.facts.HostReported;
import org.xenopolis.contracts.hosts.GuestLoad;
import org.xenopolis.contracts.hosts.HostLoad;
import org.xenopolis.contracts.hosts.Lease;
import org.xenopolis.contracts.hosts.RenewLeaseRequest;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.store.Transactions;

/** Grants leases, keeps what agents report with them, and knows whose lease is over. */
@ApplicationScoped
public class LeaseService {
    /** Loads go to Kafka and into the store at most this often for one host. */
    static final Duration REPORT_EVERY = Duration.ofSeconds(10);

    static final int RETRIES_MAX = 3;

    private final Transactions transactions;
    private final HostFactsWriter writer;
    private final HostDirectory directory;
    private final LeaseTable leases;
    private final Duration life;
    private final Map<HostId, HostReported> loads = new ConcurrentHashMap<>();
    private final Map<HostId, Long> reportedNanos = new ConcurrentHashMap<>();

    LeaseService(
            Transactions transactions,
            HostFactsWriter writer,
            HostDirectory directory,
            @ConfigProperty(name = "xeno.lease.life", defaultValue = "PT15S") Duration life,
            @ConfigProperty(name = "xeno.lease.margin", defaultValue = "PT5S") Duration margin) {
        this.transactions = transactions;
        this.writer = writer;
        this.directory = directory;
        this.life = life;
        this.leases = new LeaseTable(System::nanoTime, life, margin);
    }

    LeaseTable table() {
        return leases;
    }

    /** Whether this host's lease is over on every clock. */
    public boolean isOver(HostId host) {
        return leases.over(host);
    }

    /** The newest loads that this process was told. */
    public Optional<HostReported> load(HostId host) {
        return Optional.ofNullable(loads.get(host));
    }

    /** @param signingKey the public key of the agent's certificate, as DER SubjectPublicKeyInfo */
    Lease renew(HostId host, RenewLeaseRequest request, byte[] signingKey) {
        Renewal renewal = null;
        for (int attempt = 0; renewal == null; attempt++) {
            if (attempt == RETRIES_MAX) {
                throw Problems.unavailable("host-busy", "The host's record is being changed; try again.");
            }
            renewal = transactions
                    .call(session -> renew(session, host, request, signingKey))
                    .orElse(null);
        }
        leases.renewed(host, renewal.renewals());
        if (renewal.changesCommands()) {
            var ignored = directory.reread(host);
        }
        loads.put(host, renewal.report());
        if (renewal.reported()) {
            reportedNanos.put(host, System.nanoTime());
        }
        return Lease.newBuilder()
                .setEpoch(renewal.epoch())
                .setDurationMillis(life.toMillis())
                .build();
    }

    private Uni<Optional<Renewal>> renew(
            Mutiny.Session session, HostId host, RenewLeaseRequest request, byte[] signingKey) {
        return session.find(HostRow.class, host.value()).chain(row -> {
            if (row == null) {
                return Uni.createFrom().failure(Problems.notFound("host"));
            }
            HostRecord known = row.toRecord();
            HostReported load = report(request.getLoad(), request.getGuestLoadsList(), request);
            boolean newEpoch = needsNewEpoch(known, request);
            HostState state = known.state().answers() ? known.state() : known.resumeState();
            Renewal renewal = new Renewal(
                    known,
                    request,
                    known.lease().epoch() + (newEpoch ? 1 : 0),
                    known.lease().renewals() + 1,
                    state,
                    load,
                    newEpoch || state != known.state() || reportDue(host),
                    isNewKey(row.signingKey, signingKey) ? signingKey : null,
                    life);
            return writer.write(session, renewal);
        });
    }

    /** The agent restarted, its host did, or the lease had run out: what was sent under the old epoch is void. */
    private boolean needsNewEpoch(HostRecord known, RenewLeaseRequest request) {
        return known.lease().epoch() == 0
                || !known.lease().bootId().equals(request.getBootId())
                || known.lease().epoch() != request.getLeaseEpoch()
                || !known.state().answers()
                || leases.lapsed(known.id());
    }

    private static HostReported report(HostLoad load, Iterable<GuestLoad> guests, RenewLeaseRequest request) {
        return HostReported.newBuilder()
                .setLoad(load)
                .addAllGuestLoads(guests)
                .setCapacity(request.getFacts().getCapacity())
                .build();
    }

    private boolean reportDue(HostId host) {
        Long last = reportedNanos.get(host);
        return last == null || System.nanoTime() - last >= REPORT_EVERY.toNanos();
    }

    private static boolean isNewKey(byte @Nullable [] known, byte[] offered) {
        return known == null || !Arrays.equals(known, offered);
    }
}
