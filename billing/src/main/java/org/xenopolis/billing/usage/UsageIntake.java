package org.xenopolis.billing.usage;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.billing.core.ProvenLine;
import org.xenopolis.billing.core.UsageChain;
import org.xenopolis.cluster.HostId;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.store.FactConsumers;

/** Takes the batches of the topic usage.lines: proven ones are billed, unproven ones wait for their host's key. */
@ApplicationScoped
class UsageIntake {
    private record Sorted(List<ReceivedBatch> proven, List<ReceivedBatch> unproven, Map<HostId, HostKeys.Ring> keys) {}

    private static final Comparator<ReceivedBatch> NEWEST_FIRST = Comparator.<ReceivedBatch>comparingLong(
                    batch -> batch.lines().getLast().id().sequence())
            .reversed();

    // Hashes and signatures are computed beside the event loop, which other transactions share.
    private final Executor worker = Executors.newVirtualThreadPerTaskExecutor();
    private final HostKeys keys;
    private final ParkedBatches parked;
    private final HostChains chains;
    private final UsageBilling billing;
    private final UsageMeters meters;

    UsageIntake(HostKeys keys, ParkedBatches parked, HostChains chains, UsageBilling billing, UsageMeters meters) {
        this.keys = keys;
        this.parked = parked;
        this.chains = chains;
        this.billing = billing;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event, FactConsumers consumers) {
        consumers.subscribeBatches(Topics.USAGE_LINES, UsageBatch.parser(), this::take);
    }

    /** Fails with a problem of kind INVALID when one of the batches can never be taken. */
    Uni<Void> take(Mutiny.Session session, List<UsageBatch> messages) {
        return aside(() -> messages.stream().map(ReceivedBatch::of).toList())
                .chain(batches -> keys.of(
                                session,
                                batches.stream()
                                        .map(ReceivedBatch::host)
                                        .distinct()
                                        .toList())
                        .chain(known -> aside(() -> sort(batches, known))))
                .chain(sorted -> parked.add(session, sorted.unproven(), sorted.keys())
                        .chain(() -> sorted.proven().isEmpty()
                                ? Uni.createFrom().voidItem()
                                : bill(session, sorted.proven())));
    }

    private Uni<Void> bill(Mutiny.Session session, List<ReceivedBatch> batches) {
        List<ProvenLine> lines =
                batches.stream().flatMap(batch -> batch.lines().stream()).toList();
        return billing.bill(session, lines)
                .call(outcome -> outcome.received().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : chains.advance(session, outcome.received())
                                .chain(() -> chains.keepSignatures(session, batches)))
                .invoke(meters::count)
                .replaceWithVoid();
    }

    /**
     * From the newest to the oldest: a signature proves every line that the chain leads back to, so of the batches of a
     * host that follow each other only the newest costs a check of its signature.
     */
    private static Sorted sort(List<ReceivedBatch> batches, Map<HostId, HostKeys.Ring> keys) {
        Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), keys);
        Set<ByteBuffer> provenHashes = new HashSet<>();
        batches.stream().sorted(NEWEST_FIRST).forEach(batch -> {
            UsageChain.Link last = batch.lines().getLast().link();
            if (provenHashes.contains(ByteBuffer.wrap(last.hash()))
                    || batch.isSignedBy(
                            keys.getOrDefault(batch.host(), HostKeys.Ring.NONE).keys())) {
                sorted.proven().add(batch);
                batch.lines()
                        .forEach(line ->
                                provenHashes.add(ByteBuffer.wrap(line.link().previousHash())));
            } else {
                sorted.unproven().add(batch);
            }
        });
        return sorted;
    }

    private <T> Uni<T> aside(Supplier<T> work) {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .item(work)
                .runSubscriptionOn(worker)
                .emitOn(command -> context.runOnContext(ignored -> command.run()));
    }
}
