package org.xenopolis.scheduler.instances;

import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.agent.VolumeCommand;
import org.xenopolis.kit.Loop;
import org.xenopolis.scheduler.agents.HostAgents;
import org.xenopolis.scheduler.placement.Claim;
import org.xenopolis.scheduler.placement.Ledger;
import org.xenopolis.store.Transactions;

/**
 * Volumes that their owners have deleted. The record and the place on the host go only after the host has said that the
 * bytes are wiped: no answer is no wipe, and it is asked again, under the same command id, for as long as it takes. There
 * is no way back.
 */
@ApplicationScoped
class VolumeDeletions {
    static final Duration DEADLINE = Duration.ofSeconds(20);
    static final int TURN_MAX = 100;
    /** Volumes are never placed again, so their place has one epoch. */
    private static final long EPOCH = 1;

    private static final Logger LOG = Logger.getLogger(VolumeDeletions.class);

    private final Transactions transactions;
    private final HostAgents agents;
    private final Ledger ledger;
    private final Duration period;
    private @Nullable Loop loop;

    VolumeDeletions(
            Transactions transactions,
            HostAgents agents,
            Ledger ledger,
            @ConfigProperty(name = "xeno.volumes.wipe-every", defaultValue = "PT10S") Duration period) {
        this.transactions = transactions;
        this.agents = agents;
        this.ledger = ledger;
        this.period = period;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("volume-deletions", period, this::turn);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    /** @return false when it is attached */
    boolean accept(UUID volume) {
        int marked = transactions.call(session ->
                session.createNativeQuery("""
                        update volumes set deleting_at = now(), generation = generation + 1
                        where id = :id and instance_id is null and deleted_at is null and deleting_at is null""").setParameter("id", volume).executeUpdate());
        if (marked == 1) {
            Thread.ofVirtual().name("wipe-" + volume).start(() -> wipe(volume));
        }
        return marked == 1;
    }

    /** In no order, so that those of a host that is away do not keep the others waiting. */
    private void turn() {
        List<UUID> waiting = transactions.call(session -> session.createNativeQuery(
                        "select id from volumes where deleting_at is not null and deleted_at is null"
                                + " order by random() limit " + TURN_MAX,
                        UUID.class)
                .getResultList());
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            waiting.forEach(volume -> calls.execute(() -> wipe(volume)));
        }
    }

    private void wipe(UUID id) {
        try {
            VolumeRow volume = transactions.call(session -> session.find(VolumeRow.class, id));
            if (volume.deletedAt == null && isWiped(volume)) {
                forget(id);
            }
        } catch (StatusRuntimeException | ProblemException e) {
            LOG.debugf("volume %s is not wiped yet: %s", id, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warnf(e, "volume %s is not wiped yet", id);
        }
    }

    /** As the host says; one that was never attached has no bytes anywhere. */
    private boolean isWiped(VolumeRow volume) {
        if (volume.hostId == null) {
            return true;
        }
        HostId host = new HostId(volume.hostId);
        InstanceId key = new InstanceId(volume.id);
        return agents.underItsLease(
                        host,
                        () -> agents.agent(host, DEADLINE)
                                .wipeVolume(VolumeCommand.newBuilder()
                                        .setHeader(agents.header(volume.id + "/wipe", key, EPOCH, host))
                                        .setVolumeId(volume.id.toString())
                                        .setSizeBytes(volume.sizeBytes)
                                        .build()))
                .getWiped();
    }

    private void forget(UUID volume) {
        transactions.call(session -> session.createNativeQuery("""
                        update volumes set deleted_at = now(), generation = generation + 1
                        where id = :id and deleting_at is not null and deleted_at is null""")
                .setParameter("id", volume)
                .executeUpdate()
                .chain(() -> release(session, volume)));
    }

    private Uni<Void> release(Mutiny.Session session, UUID volume) {
        return ledger.release(session, new InstanceId(volume), EPOCH, Claim.Purpose.VOLUME);
    }
}
