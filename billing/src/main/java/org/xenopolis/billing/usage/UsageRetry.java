package org.xenopolis.billing.usage;

import com.google.protobuf.ByteString;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.HostFact;
import org.xenopolis.store.FactConsumers;
import org.xenopolis.store.Transactions;

/** Learns the keys of hosts, and takes again what waited for a key, an instance, an account or a price book. */
@ApplicationScoped
public class UsageRetry {
    private static final int BATCHES_MAX = 200;
    private static final int LINES_MAX = 2_000;

    private final Transactions transactions;
    private final HostKeys keys;
    private final ParkedBatches parked;
    private final QuarantinedLines quarantine;
    private final UsageIntake intake;
    private final UsageBilling billing;

    UsageRetry(
            Transactions transactions,
            HostKeys keys,
            ParkedBatches parked,
            QuarantinedLines quarantine,
            UsageIntake intake,
            UsageBilling billing) {
        this.transactions = transactions;
        this.keys = keys;
        this.parked = parked;
        this.quarantine = quarantine;
        this.intake = intake;
        this.billing = billing;
    }

    void start(@Observes StartupEvent event, FactConsumers consumers) {
        consumers.subscribe(Topics.HOST_FACTS, HostFact.parser(), this::take);
    }

    Uni<?> take(Mutiny.Session session, HostFact fact) {
        if (!fact.hasEnrolled()) {
            return Uni.createFrom().voidItem();
        }
        ByteString key = fact.getEnrolled().getSigningKeyDer();
        return keys.enrol(session, host(fact), key.toByteArray());
    }

    /** Takes again all that can be taken now. */
    public void retry() {
        while (transactions.call(this::retryBatches) == BATCHES_MAX) {
            continue;
        }
        while (transactions.call(this::retryLines) == LINES_MAX) {
            continue;
        }
    }

    private Uni<Integer> retryBatches(Mutiny.Session session) {
        return parked.takeReady(session, BATCHES_MAX)
                .chain(batches -> batches.isEmpty()
                        ? Uni.createFrom().item(0)
                        : intake.take(session, batches).replaceWith(batches.size()));
    }

    private Uni<Integer> retryLines(Mutiny.Session session) {
        return quarantine
                .takeReady(session, LINES_MAX)
                .chain(lines -> lines.isEmpty()
                        ? Uni.createFrom().item(0)
                        : billing.bill(session, lines).replaceWith(lines.size()));
    }

    private static HostId host(HostFact fact) {
        try {
            return HostId.of(fact.getHostId());
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorKind.INVALID, "bad-fact", "A fact names no host.")
                    .because(e);
        }
    }
}
