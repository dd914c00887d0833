package org.xenopolis.scheduler.operations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny;
import org.xenopolis.cluster.InstanceState;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.facts.InstanceDeleted;
import org.xenopolis.contracts.facts.InstanceFact;
import org.xenopolis.contracts.facts.InstanceResized;
import org.xenopolis.contracts.facts.InstanceStateChanged;
import org.xenopolis.contracts.facts.OperationChanged;
import org.xenopolis.scheduler.Facts;
import org.xenopolis.scheduler.instances.InstanceRecord;

/** The facts that follow from one commit of an operation: whatever differs between before and after. */
@ApplicationScoped
class WorkFacts {
    private final Facts facts;
    private final OperationMessages messages;

    WorkFacts(Facts facts, OperationMessages messages) {
        this.facts = facts;
        this.messages = messages;
    }

    Uni<Void> tell(Mutiny.Session session, Work before, Work after) {
        Uni<Void> chain = Uni.createFrom().voidItem();
        for (UnaryOperator<InstanceFact.Builder> fact : differences(before, after)) {
            chain = chain.chain(() -> append(session, after, fact));
        }
        return chain;
    }

    Uni<Void> append(Mutiny.Session session, Work work, UnaryOperator<InstanceFact.Builder> fact) {
        InstanceRecord instance = work.instance();
        Facts.About about = new Facts.About(
                instance.id().toString(),
                instance.generation(),
                work.operation().tenant(),
                work.operation().project());
        return facts.append(
                session,
                Topics.INSTANCE_FACTS,
                about,
                header -> fact.apply(InstanceFact.newBuilder()
                                .setHeader(header)
                                .setInstanceId(instance.id().toString()))
                        .build());
    }

    private List<UnaryOperator<InstanceFact.Builder>> differences(Work before, Work after) {
        List<UnaryOperator<InstanceFact.Builder>> found = new ArrayList<>();
        InstanceRecord was = before.instance();
        InstanceRecord is = after.instance();
        if (was.state() != is.state()) {
            found.add(fact -> fact.setStateChanged(stateChanged(was, is, reason(after))));
        }
        if (!was.spec().getResources().equals(is.spec().getResources())) {
            found.add(fact -> fact.setResized(InstanceResized.newBuilder()
                    .setFrom(was.spec().getResources())
                    .setTo(is.spec().getResources())));
        }
        if (was.state() != is.state() && is.state() == InstanceState.DELETED) {
            found.add(fact -> fact.setDeleted(InstanceDeleted.newBuilder()
                    .setResources(is.spec().getResources())
                    .setReason(reason(after))));
        }
        if (before.operation().position().state()
                != after.operation().position().state()) {
            found.add(fact -> operationChanged(fact, after.operation()));
        }
        return found;
    }

    UnaryOperator<InstanceFact.Builder> changed(OperationRecord operation) {
        return fact -> operationChanged(fact, operation);
    }

    private InstanceFact.Builder operationChanged(InstanceFact.Builder fact, OperationRecord operation) {
        return fact.setOperationChanged(OperationChanged.newBuilder().setOperation(messages.of(operation)));
    }

    private static InstanceStateChanged stateChanged(InstanceRecord was, InstanceRecord is, String reason) {
        InstanceStateChanged.Builder fact = InstanceStateChanged.newBuilder()
                .setFrom(was.state().name())
                .setTo(is.state().name())
                .setEpoch(is.place().epoch())
                .setReason(reason)
                .setResources(is.spec().getResources());
        if (is.place().host() != null) {
            fact.setHostId(is.place().host().toString());
        }
        return fact.build();
    }

    private static String reason(Work work) {
        OperationRecord operation = work.operation();
        return operation.error() == null
                ? operation.request().getCause()
                : operation.error().getCode();
    }
}
