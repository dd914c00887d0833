package org.xenopolis.scheduler.reconcile;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.kit.Loop;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.scheduler.core.SuspicionBreaker;
import org.xenopolis.scheduler.hosts.HostDirectory;
import org.xenopolis.scheduler.hosts.HostRecord;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.instances.InstanceStore;
import org.xenopolis.scheduler.operations.Acceptance;
import org.xenopolis.scheduler.operations.Proof;
import org.xenopolis.store.Transactions;

/** Has guests made anew elsewhere whose host is proven to run them no more; and stops doing so when many hosts fall. */
@ApplicationScoped
class Evacuator {
    static final Duration PERIOD = Duration.ofSeconds(2);
    static final Duration RETRY_EVERY = Duration.ofSeconds(30);
    private static final Logger LOG = Logger.getLogger(Evacuator.class);

    private final HostDirectory hosts;
    private final InstanceStore instances;
    private final Proof proof;
    private final Acceptance acceptance;
    private final Transactions transactions;
    private final boolean enabled;
    private final SuspicionBreaker breaker = new SuspicionBreaker();
    private final Map<HostId, Long> suspectSinceNanos = new HashMap<>();
    private @Nullable Loop loop;
    private long retriedNanos = System.nanoTime();
    private boolean open;

    Evacuator(
            HostDirectory hosts,
            InstanceStore instances,
            Proof proof,
            Acceptance acceptance,
            Transactions transactions,
            @ConfigProperty(name = "xeno.evacuate", defaultValue = "true") boolean enabled) {
        this.hosts = hosts;
        this.instances = instances;
        this.proof = proof;
        this.acceptance = acceptance;
        this.transactions = transactions;
        this.enabled = enabled;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("evacuator", PERIOD, this::look);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private void look() {
        List<HostRecord> all = hosts.all();
        boolean mayHeal = mayHeal(all);
        for (HostRecord host : all) {
            // An operator's word is acted on even when many hosts are down; the absence of leases is not.
            if (host.state().provesStopped() || (host.state() == HostState.SUSPECT && mayHeal && enabled)) {
                evacuate(host);
            }
        }
        if (System.nanoTime() - retriedNanos > RETRY_EVERY.toNanos()) {
            retriedNanos = System.nanoTime();
            strandedIds().forEach(id -> submit(new InstanceId(id), "retry"));
        }
    }

    private boolean mayHeal(List<HostRecord> all) {
        long now = System.nanoTime();
        suspectSinceNanos
                .keySet()
                .removeIf(id ->
                        all.stream().noneMatch(host -> host.id().equals(id) && host.state() == HostState.SUSPECT));
        all.stream()
                .filter(host -> host.state() == HostState.SUSPECT)
                .forEach(host -> suspectSinceNanos.putIfAbsent(host.id(), now));
        long inService =
                all.stream().filter(host -> host.state() != HostState.DOWN).count();
        boolean opens = breaker.isOpen(suspectSinceNanos.values(), (int) inService, now);
        if (opens && !open) {
            LOG.errorf(
                    "%d of %d hosts are suspect: nothing is started elsewhere by itself",
                    suspectSinceNanos.size(), inService);
        }
        open = opens;
        return !opens;
    }

    private void evacuate(HostRecord host) {
        for (InstanceRecord instance : instances.on(host.id())) {
            boolean runsThere = host.id().equals(instance.place().host())
                    && instance.operation() == null
                    && (instance.state() == InstanceState.RUNNING || instance.state() == InstanceState.PAUSED);
            if (runsThere && proof.holds(host, instance.spec().getRecovery())) {
                submit(instance.id(), "host " + host.id() + " is " + host.state());
            }
        }
    }

    /** Those that were given up on a lost host and then fitted nowhere. */
    private List<UUID> strandedIds() {
        return transactions.read(
                session -> session.createNativeQuery("""
                        select id from instances where state = 'ERROR' and intended = 'RUNNING' and host_id is null
                          and operation_id is null and epoch > 0 and (
                            select kind from operations where instance_id = instances.id order by id desc limit 1)
                            = 'EVACUATE'
                        limit 100""", UUID.class).getResultList());
    }

    private void submit(InstanceId id, String cause) {
        OperationId operation = new OperationId(IdSource.TIME_ORDERED.next());
        try {
            var ignored = acceptance.act(
                    id,
                    operation,
                    ActRequest.newBuilder()
                            .setInstanceId(id.toString())
                            .setOperationId(operation.toString())
                            .setKind(OperationKind.EVACUATE)
                            .setCause(cause)
                            .build());
            LOG.infof("instance %s is evacuated: %s", id, cause);
        } catch (ProblemException e) {
            LOG.debugf("instance %s is not evacuated: %s", id, e.getMessage());
        }
    }
}
