package org.xenopolis.scheduler.operations;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.contracts.instances.OperationKind;

/** All sagas, one for each kind of operation. */
@ApplicationScoped
public class Sagas {
    private final Map<OperationKind, Saga> byKind = new EnumMap<>(OperationKind.class);

    Sagas(@All List<Saga> sagas) {
        for (Saga saga : sagas) {
            if (byKind.put(saga.kind(), saga) != null) {
                throw new IllegalStateException("two sagas for " + saga.kind());
            }
        }
    }

    public Saga of(OperationKind kind) {
        Saga saga = byKind.get(kind);
        if (saga == null) {
            throw new IllegalArgumentException("no saga for " + kind);
        }
        return saga;
    }

    public Iterable<Saga> all() {
        return byKind.values();
    }

    /** Name of the step that the operation is at; empty when it is over. */
    public String stepName(OperationRecord operation) {
        List<Saga.Step> steps = of(operation.kind()).steps();
        int step = operation.position().step();
        return operation.position().isFinal() || step < 0 || step >= steps.size()
                ? ""
                : steps.get(step).name();
    }
}
