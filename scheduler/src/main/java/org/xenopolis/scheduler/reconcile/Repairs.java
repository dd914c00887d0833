package org.xenopolis.scheduler.reconcile;

import io.grpc.StatusRuntimeException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.OperationId;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.instances.ActRequest;
import org.xenopolis.contracts.instances.OperationKind;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.scheduler.agents.Domains;
import org.xenopolis.scheduler.core.Reconciliation.Repair;
import org.xenopolis.scheduler.instances.InstanceRecord;
import org.xenopolis.scheduler.instances.InstanceStore;
import org.xenopolis.scheduler.operations.Acceptance;
import org.xenopolis.scheduler.placement.Ledger;
import org.xenopolis.store.Transactions;

/** Carries out repairs: as operations, which look again before they act; orphans by a command under their own epoch. */
@ApplicationScoped
class Repairs {
    static final Duration START_AGAIN = Duration.ofSeconds(30);
    private static final Logger LOG = Logger.getLogger(Repairs.class);

    private final Acceptance acceptance;
    private final InstanceStore instances;
    private final Domains domains;
    private final Ledger ledger;
    private final Transactions transactions;
    private final Map<InstanceId, Long> startedNanos = new ConcurrentHashMap<>();

    Repairs(Acceptance acceptance, InstanceStore instances, Domains domains, Ledger ledger, Transactions transactions) {
        this.acceptance = acceptance;
        this.instances = instances;
        this.domains = domains;
        this.ledger = ledger;
        this.transactions = transactions;
    }

    void carryOut(HostId host, Repair repair) {
        try {
            switch (repair) {
                case Repair.Ended ended -> ended(host, ended);
                case Repair.Start start -> start(host, start.id());
                case Repair.Unpause unpause -> submit(host, unpause.id(), OperationKind.UNPAUSE, Acceptance.REPAIR);
                case Repair.Pause pause -> submit(host, pause.id(), OperationKind.PAUSE, Acceptance.REPAIR);
                case Repair.StopStray stray -> stopStray(host, stray);
                case Repair.DeleteOrphan orphan -> deleteOrphan(host, orphan);
            }
        } catch (ProblemException e) {
            // Something else came first: the next inventory shows what is true then.
            LOG.debugf("%s: %s", repair, e.getMessage());
        } catch (StatusRuntimeException e) {
            LOG.infof("%s: the host does not answer: %s", repair, e.getStatus());
        }
    }

    /** A guest that ended by itself stays down; one that was lost with its domain is meant to come back. */
    private void ended(HostId host, Repair.Ended ended) {
        boolean lost = ended.why().equals("domain-lost");
        submit(host, ended.id(), OperationKind.STOP, lost ? Acceptance.REPAIR : "guest");
    }

    /** One that cannot be started, for want of room, is tried again now and then. */
    private void start(HostId host, InstanceId id) {
        long now = System.nanoTime();
        Long last = startedNanos.get(id);
        if (last == null || now - last > START_AGAIN.toNanos()) {
            startedNanos.put(id, now);
            submit(host, id, OperationKind.START, Acceptance.REPAIR);
        }
    }

    private void submit(HostId host, InstanceId id, OperationKind kind, String cause) {
        OperationId operation = new OperationId(IdSource.TIME_ORDERED.next());
        LOG.infof("instance %s on host %s: %s, because of %s", id, host, kind, cause);
        var ignored = acceptance.act(
                id,
                operation,
                ActRequest.newBuilder()
                        .setInstanceId(id.toString())
                        .setOperationId(operation.toString())
                        .setKind(kind)
                        .setForce(true)
                        .setCause(cause)
                        .build());
    }

    private void stopStray(HostId host, Repair.StopStray stray) {
        Optional<InstanceRecord> record = instances.find(stray.id());
        boolean rests = record.filter(instance -> instance.operation() == null
                        && instance.place().host() == null
                        && host.equals(instance.place().diskHost()))
                .isPresent();
        if (rests) {
            LOG.warnf("instance %s runs on host %s though it rests: stopping it", stray.id(), host);
            domains.stop(new Domains.At(stray.id(), host, stray.epoch()), command("stray", host, stray.epoch()), true);
        }
    }

    private void deleteOrphan(HostId host, Repair.DeleteOrphan orphan) {
        Optional<InstanceRecord> record = instances.find(orphan.id());
        boolean elsewhere = record.map(instance -> instance.operation() == null
                        && !Objects.equals(host, instance.place().host())
                        && !Objects.equals(host, instance.place().diskHost()))
                .orElse(true);
        if (elsewhere) {
            LOG.warnf(
                    "host %s has a domain of instance %s, epoch %d, that no record knows: deleting it",
                    host, orphan.id(), orphan.epoch());
            domains.delete(new Domains.At(orphan.id(), host, orphan.epoch()), command("orphan", host, orphan.epoch()));
            transactions.call(session -> ledger.forget(session, orphan.id(), host));
        }
    }

    private static String command(String what, HostId host, long epoch) {
        return what + "/" + host + "/" + epoch + "/" + IdSource.TIME_ORDERED.nextText();
    }
}
