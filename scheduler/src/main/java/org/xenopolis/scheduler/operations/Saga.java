package org.xenopolis.scheduler.operations;

import java.time.Duration;
import java.util.List;
import org.xenopolis.contracts.instances.OperationKind;

/** How one kind of operation is carried out: a table of steps. */
public interface Saga {
    /** @param undo takes back what {@code act} may have done, also when it did nothing or only half */
    record Step(String name, Act act, Act undo) {}

    OperationKind kind();

    List<Step> steps();

    /** How long it may go forward; after that it goes back. */
    Duration limit();
}
