package org.xenopolis.scheduler.reconcile;

import io.grpc.StatusRuntimeException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.contracts.agent.DomainView;
import org.xenopolis.contracts.agent.Inventory;
import org.xenopolis.contracts.agent.InventoryRequest;
import org.xenopolis.contracts.instances.RecoveryPolicy;
import org.xenopolis.kit.Loop;
import org.xenopolis.scheduler.agents.Domains;
import org.xenopolis.scheduler.agents.HostAgents;
import org.xenopolis.scheduler.core.Reconciliation;
import org.xenopolis.scheduler.core.Reconciliation.Recorded;
import org.xenopolis.scheduler.core.Reconciliation.Seen;
import org.xenopolis.scheduler.core.Reconciliation.Suspicion;
import org.xenopolis.scheduler.hosts.HostDirectory;
import org.xenopolis.scheduler.hosts.HostRecord;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.instances.InstanceStore;
import org.xenopolis.scheduler.instances.InstanceStore.Sighting;

/** Asks every host that speaks for its inventory, every few seconds, and has repaired what does not agree. */
@ApplicationScoped
class Reconciler {
    static final int AT_ONCE_MAX = 16;
    static final Duration PACE = Duration.ofMillis(25);
    static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private final HostDirectory hosts;
    private final HostAgents agents;
    private final InstanceStore instances;
    private final Repairs repairs;
    private final Duration period;
    private final Map<HostId, Map<InstanceId, Suspicion>> suspicions = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);
    private @Nullable Loop loop;

    Reconciler(
            HostDirectory hosts,
            HostAgents agents,
            InstanceStore instances,
            Repairs repairs,
            @ConfigProperty(name = "xeno.reconcile.every", defaultValue = "PT5S") Duration period) {
        this.hosts = hosts;
        this.agents = agents;
        this.instances = instances;
        this.repairs = repairs;
        this.period = period;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("reconciler", period, this::round);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private void round() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (HostRecord host : hosts.all()) {
                if (host.state().answers()) {
                    threads.execute(() -> limited(host.id()));
                    pace();
                }
            }
        }
    }

    /** A large fleet is asked over a longer time, not harder. */
    private static void pace() {
        try {
            Thread.sleep(PACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void limited(HostId host) {
        room.acquireUninterruptibly();
        try {
            reconcile(host);
        } catch (StatusRuntimeException e) {
            // No inventory means nothing.
            LOG.debugf("host %s gives no inventory: %s", host, e.getStatus());
        } catch (RuntimeException e) {
            LOG.warnf(e, "host %s was not reconciled", host);
        } finally {
            room.release();
        }
    }

    /** Records first, inventory second: what an operation did in between can only look too old, never too new. */
    void reconcile(HostId host) {
        Map<InstanceId, Suspicion> before = suspicions.getOrDefault(host, Map.of());
        List<InstanceRecord> records = new ArrayList<>(instances.on(host));
        List<InstanceId> others = before.keySet().stream()
                .filter(id -> records.stream().noneMatch(record -> record.id().equals(id)))
                .toList();
        records.addAll(instances.all(others).values());
        Map<InstanceId, Sighting> sightings = instances.sightings(host);
        Inventory inventory = agents.agent(host, DEADLINE)
                .getInventory(
                        InventoryRequest.newBuilder().setHostId(host.toString()).build());
        // Without a lease the agent is about to end guests, or has: what it lists is passing.
        boolean counts = inventory.getComplete()
                && inventory.getHostId().equals(host.toString())
                && inventory.getLeaseEpoch() != 0;
        if (!counts) {
            return;
        }
        Sighting life = new Sighting(inventory.getBootId(), inventory.getLeaseEpoch());
        remember(host, inventory, records, sightings, life);
        Reconciliation.Result result = Reconciliation.compare(
                host,
                inventory.getBootId(),
                records.stream()
                        .map(record -> recorded(record, sameLife(record, sightings, life)))
                        .toList(),
                inventory.getDomainsList().stream()
                        .filter(domain -> !domain.getInstanceId().isEmpty())
                        .map(Reconciler::seen)
                        .toList(),
                before);
        suspicions.put(host, result.suspicions());
        result.repairs().forEach(repair -> repairs.carryOut(host, repair));
    }

    private void remember(
            HostId host,
            Inventory inventory,
            List<InstanceRecord> records,
            Map<InstanceId, Sighting> sightings,
            Sighting life) {
        Set<String> running = inventory.getDomainsList().stream()
                .filter(domain ->
                        Domains.lives(domain) && !domain.getInstanceId().isEmpty())
                .map(DomainView::getInstanceId)
                .collect(Collectors.toSet());
        List<InstanceId> news = records.stream()
                .filter(record -> host.equals(record.place().host())
                        && running.contains(record.id().toString())
                        && !life.equals(sightings.get(record.id())))
                .map(InstanceRecord::id)
                .toList();
        if (!news.isEmpty()) {
            instances.saw(host, news, life);
        }
    }

    private static boolean sameLife(InstanceRecord instance, Map<InstanceId, Sighting> sightings, Sighting life) {
        Sighting last = sightings.get(instance.id());
        return last != null
                && last.bootId().equals(life.bootId())
                && (instance.spec().getRecovery() == RecoveryPolicy.KEEP_RUNNING
                        || last.leaseEpoch() == life.leaseEpoch());
    }

    private static Recorded recorded(InstanceRecord instance, boolean sameLife) {
        return new Recorded(
                instance.id(),
                instance.state(),
                instance.intended(),
                instance.place().host(),
                instance.place().diskHost(),
                sameLife,
                instance.operation() != null);
    }

    private static Seen seen(DomainView domain) {
        return new Seen(
                InstanceId.of(domain.getInstanceId()),
                domain.getState().isEmpty() ? DomainState.GONE : DomainState.valueOf(domain.getState()),
                domain.getEpoch(),
                domain.getDomid() != 0);
    }
}
