package org.xenopolis.planner.scheduling;

/** What the scheduler said to a move. */
public sealed interface Submission {
    record Accepted() implements Submission {}

    /** It will not be done: the guest or a host is not what the plan saw, or another operation holds the guest. */
    record Refused(String why) implements Submission {}
}
