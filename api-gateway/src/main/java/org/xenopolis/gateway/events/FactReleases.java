package org.xenopolis.gateway.events;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.contracts.common.Resources;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationState;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.networks.Nics;
import org.xenopolis.gateway.networks.RuleUpdates;
import org.xenopolis.gateway.quotas.Quotas;

/** What facts say of reservations: what an accepted instance holds, and what its end, or an operation's, gives back. Each step finds nothing the second time. */
@ApplicationScoped
class FactReleases {
    private final Quotas quotas;
    private final Nics nics;
    private final RuleUpdates rules;

    FactReleases(Quotas quotas, Nics nics, RuleUpdates rules) {
        this.quotas = quotas;
        this.nics = nics;
        this.rules = rules;
    }

    Uni<?> applyAll(Mutiny.Session session, List<InstanceFact> facts) {
        Uni<?> chain = confirm(session, facts);
        for (InstanceFact fact : facts) {
            if (fact.hasDeleted()) {
                chain = chain.chain(() -> gone(session, UUID.fromString(fact.getInstanceId())));
            } else if (fact.hasResized()) {
                chain = chain.chain(() -> quotas.shrink(
                        session,
                        UUID.fromString(fact.getInstanceId()),
                        size(fact.getResized().getTo())));
            } else if (fact.hasOperationChanged()) {
                Operation operation = fact.getOperationChanged().getOperation();
                if (isOver(operation)) {
                    chain = chain.chain(() -> ended(session, operation));
                }
            }
        }
        return chain;
    }

    /** Accepted instances are there: what is reserved for them is rightly held. */
    private Uni<?> confirm(Mutiny.Session session, List<InstanceFact> facts) {
        List<UUID> accepted = facts.stream()
                .filter(InstanceFact::hasAccepted)
                .map(fact -> UUID.fromString(fact.getInstanceId()))
                .toList();
        return accepted.isEmpty() ? Uni.createFrom().voidItem() : quotas.confirm(session, accepted);
    }

    private Uni<?> gone(Mutiny.Session session, UUID instance) {
        return quotas.release(session, instance).chain(() -> nics.detach(session, instance));
    }

    private Uni<?> ended(Mutiny.Session session, Operation operation) {
        UUID id = UUID.fromString(operation.getId());
        UUID instance = UUID.fromString(operation.getInstanceId());
        boolean succeeded = operation.getState() == OperationState.SUCCEEDED;
        return switch (operation.getKind()) {
            case RESIZE -> succeeded ? quotas.merge(session, id, instance) : quotas.release(session, id);
            // It may have left something behind: the sweep asks what became of it.
            case CREATE -> succeeded ? Uni.createFrom().voidItem() : quotas.doubt(session, instance);
            case SET_RULES -> rules.ended(session, id, succeeded);
            default -> Uni.createFrom().voidItem();
        };
    }

    private static Amounts size(Resources to) {
        return Amounts.ofInstance(to.getVcpus(), to.getMemoryBytes(), to.getDiskBytes());
    }

    private static boolean isOver(Operation operation) {
        return switch (operation.getState()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            default -> false;
        };
    }
}
