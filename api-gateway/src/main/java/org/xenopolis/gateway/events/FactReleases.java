package org.xenopolis.gateway.events;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
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

    /** Instances that are gone come last: no later fact speaks of them. */
    Uni<?> applyAll(Mutiny.Session session, List<InstanceFact> facts) {
        List<UUID> accepted = instances(facts, InstanceFact::hasAccepted);
        List<UUID> deleted = instances(facts, InstanceFact::hasDeleted);
        Uni<?> chain = accepted.isEmpty() ? Uni.createFrom().voidItem() : quotas.confirm(session, accepted);
        for (InstanceFact fact : facts) {
            if (fact.hasResized()) {
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
        return deleted.isEmpty()
                ? chain
                : chain.chain(() -> quotas.release(session, deleted)).chain(() -> nics.detach(session, deleted));
    }

    private static List<UUID> instances(List<InstanceFact> facts, Predicate<InstanceFact> which) {
        return facts.stream()
                .filter(which)
                .map(fact -> UUID.fromString(fact.getInstanceId()))
                .toList();
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
