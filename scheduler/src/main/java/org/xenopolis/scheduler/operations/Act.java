package org.xenopolis.scheduler.operations;

import org.xenopolis.contracts.ProblemException;

/** One half of a step. Either is repeatable. */
public sealed interface Act {
    /** Decides, then changes the store in the same transaction in which the step is logged: so it happens once. */
    record Store(Decision decision) implements Act {}

    /** Asks another party; logged before. The command id makes the other side count it once. */
    record Call(Command command) implements Act {}

    record Nothing() implements Act {}

    @FunctionalInterface
    interface Decision {
        /**
         * @param again whether an earlier decision of this step turned out to rest on something stale
         * @throws ProblemException when the step is refused
         */
        Change decide(Work work, boolean again);
    }

    @FunctionalInterface
    interface Command {
        /**
         * @throws ProblemException when it is refused for good
         * @throws io.grpc.StatusRuntimeException as the call failed; whether that is for good is the engine's to judge
         */
        Work call(Work work, String commandId);
    }

    static Act store(Decision decision) {
        return new Store(decision);
    }

    static Act call(Command command) {
        return new Call(command);
    }

    static Act nothing() {
        return new Nothing();
    }
}
