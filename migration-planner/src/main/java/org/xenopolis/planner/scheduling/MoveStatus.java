package org.xenopolis.planner.scheduling;

/** How far a move is. */
public sealed interface MoveStatus {
    /** The scheduler has never heard of it. */
    record Unknown() implements MoveStatus {}

    record UnderWay() implements MoveStatus {}

    record Succeeded() implements MoveStatus {}

    record Failed(String why) implements MoveStatus {}
}
