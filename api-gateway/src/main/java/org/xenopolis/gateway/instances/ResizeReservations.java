package org.xenopolis.gateway.instances;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.instances.GetInstanceRequest;
import org.xenopolis.contracts.instances.Instance;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.edge.CurrentRequest;
import org.xenopolis.gateway.mutations.Ids;
import org.xenopolis.gateway.peers.Downstream;
import org.xenopolis.gateway.peers.Words;
import org.xenopolis.gateway.quotas.Quotas;

/**
 * Reserves the growth that a resize asks for, under its operation's id. When the operation ends, the instance's own
 * reservation takes its new size and this one goes: events/FactsToQuota.
 */
@ApplicationScoped
class ResizeReservations {
    record Wanted(Resources to, InstanceActions.Reservation reservation) {}

    private final Downstream downstream;
    private final Quotas quotas;
    private final CurrentRequest current;

    ResizeReservations(Downstream downstream, Quotas quotas, CurrentRequest current) {
        this.downstream = downstream;
        this.quotas = quotas;
        this.current = current;
    }

    Wanted wanted(UUID id, ActionBodies.Resize resize) {
        UUID tenant = current.tenant();
        Instance now = downstream
                .instances()
                .getInstance(GetInstanceRequest.newBuilder()
                        .setInstanceId(id.toString())
                        .setTenantId(tenant.toString())
                        .build());
        Resources is = now.getSpec().getResources();
        boolean named = resize.size() != null;
        Resources to = Sizes.resolve(
                        resize.size(),
                        resize.vcpus() == null && !named ? Integer.valueOf(is.getVcpus()) : resize.vcpus(),
                        resize.memoryMiB() == null && !named
                                ? Long.valueOf(Words.mebibytes(is.getMemoryBytes()))
                                : resize.memoryMiB(),
                        resize.diskMiB() == null && !named
                                ? Long.valueOf(Words.mebibytes(is.getDiskBytes()))
                                : resize.diskMiB())
                .resources();
        Amounts growth = amounts(to).growthOver(amounts(is));
        return new Wanted(to, reservation(tenant, id, growth));
    }

    private InstanceActions.Reservation reservation(UUID tenant, UUID instance, Amounts growth) {
        return new InstanceActions.Reservation() {
            @Override
            public Uni<?> reserve(Mutiny.Session session, Ids ids) {
                return quotas.reserve(
                        session, new Quotas.Claim(ids.operation(), tenant, Quotas.Kind.RESIZE, instance, growth));
            }

            @Override
            public Uni<?> undo(Mutiny.Session session, Ids ids) {
                return quotas.release(session, ids.operation());
            }
        };
    }

    private static Amounts amounts(Resources resources) {
        return new Amounts(0, resources.getVcpus(), resources.getMemoryBytes(), resources.getDiskBytes(), 0);
    }
}
