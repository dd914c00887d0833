package org.xenopolis.scheduler.operations;

import java.util.function.UnaryOperator;
import org.xenopolis.scheduler.instances.InstanceRecord;

/** An operation and the instance that it holds: what steps read, and return changed. */
public record Work(OperationRecord operation, InstanceRecord instance) {
    public Work with(UnaryOperator<InstanceRecord> change) {
        return new Work(operation, change.apply(instance));
    }

    public Work noting(UnaryOperator<OperationRecord> change) {
        return new Work(change.apply(operation), instance);
    }
}
