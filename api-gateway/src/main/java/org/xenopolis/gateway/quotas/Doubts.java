package org.xenopolis.gateway.quotas;

import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.contracts.billing.ReleaseRequest;
import org.xenopolis.contracts.instances.GetInstanceRequest;
import org.xenopolis.contracts.instances.GetOperationRequest;
import org.xenopolis.contracts.instances.GetVolumeRequest;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.gateway.networks.Nics;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.store.Transactions;

/**
 * Asks about reservations of which nobody heard the end: a request that died between reserving and its answer. Only a
 * clear answer of the scheduler decides; no answer changes nothing.
 */
@ApplicationScoped
public class Doubts {
    private static final Logger LOG = Logger.getLogger(Doubts.class);
    private static final int BATCH = 100;

    private enum Finding {
        THERE,
        GONE,
        /** A resize that succeeded. */
        MERGE,
        UNKNOWN
    }

    private record Doubt(UUID id, UUID tenant, Quotas.Kind kind, UUID subject) {}

    private final Transactions transactions;
    private final Quotas quotas;
    private final Nics nics;
    private final Downstream downstream;

    Doubts(Transactions transactions, Quotas quotas, Nics nics, Downstream downstream) {
        this.transactions = transactions;
        this.quotas = quotas;
        this.nics = nics;
        this.downstream = downstream;
    }

    /** @param before only reservations that are older: younger ones may still be worked on */
    public void settle(Instant before) {
        for (Doubt doubt : doubts(before)) {
            try {
                settle(doubt, ask(doubt));
            } catch (StatusRuntimeException e) {
                LOG.warnf("nobody can say whether %s %s is there: %s", doubt.kind(), doubt.subject(), e.getStatus());
            }
        }
    }

    private List<Doubt> doubts(Instant before) {
        return transactions
                .call(session -> session.createNativeQuery(
                                "select id, tenant_id, kind, subject_id from reservations"
                                        + " where not confirmed and created_at < :before order by created_at",
                                Tuple.class)
                        .setParameter("before", before)
                        .setMaxResults(BATCH)
                        .getResultList())
                .stream()
                .map(row -> new Doubt(
                        row.get(0, UUID.class),
                        row.get(1, UUID.class),
                        Quotas.Kind.valueOf(row.get(2, String.class)),
                        row.get(3, UUID.class)))
                .toList();
    }

    private Finding ask(Doubt doubt) {
        try {
            return switch (doubt.kind()) {
                case INSTANCE -> instance(doubt);
                case VOLUME -> volume(doubt);
                case RESIZE -> resize(doubt);
            };
        } catch (StatusRuntimeException e) {
            Problem problem = ProblemStatus.toProblem(e);
            if (problem.kind() == ErrorKind.NOT_FOUND) {
                return Finding.GONE;
            }
            throw e;
        }
    }

    private Finding instance(Doubt doubt) {
        String state = downstream
                .instances()
                .getInstance(GetInstanceRequest.newBuilder()
                        .setInstanceId(doubt.subject().toString())
                        .setTenantId(doubt.tenant().toString())
                        .build())
                .getState();
        return state.equals("DELETED") ? Finding.GONE : Finding.THERE;
    }

    private Finding volume(Doubt doubt) {
        var ignored = downstream
                .volumes()
                .getVolume(GetVolumeRequest.newBuilder()
                        .setVolumeId(doubt.subject().toString())
                        .setTenantId(doubt.tenant().toString())
                        .build());
        return Finding.THERE;
    }

    private Finding resize(Doubt doubt) {
        Operation operation = downstream
                .operations()
                .getOperation(GetOperationRequest.newBuilder()
                        .setOperationId(doubt.id().toString())
                        .setTenantId(doubt.tenant().toString())
                        .build());
        return switch (operation.getState()) {
            case OperationState.SUCCEEDED -> Finding.MERGE;
            case OperationState.FAILED, OperationState.CANCELLED -> Finding.GONE;
            default -> Finding.UNKNOWN;
        };
    }

    private void settle(Doubt doubt, Finding finding) {
        if (finding == Finding.GONE && doubt.kind() == Quotas.Kind.INSTANCE) {
            var ignored = downstream
                    .billing()
                    .releaseAuthorisation(ReleaseRequest.newBuilder()
                            .setTenantId(doubt.tenant().toString())
                            .setInstanceId(doubt.subject().toString())
                            .build());
        }
        transactions.call(session -> switch (finding) {
            case THERE -> quotas.confirm(session, doubt.id());
            case GONE -> quotas.release(session, doubt.id()).chain(() -> nics.detach(session, doubt.subject()));
            case MERGE -> quotas.merge(session, doubt.id(), doubt.subject());
            case UNKNOWN -> Uni.createFrom().item(0);
        });
        LOG.debugf("reservation of %s %s: %s", doubt.kind(), doubt.subject(), finding);
    }
}
