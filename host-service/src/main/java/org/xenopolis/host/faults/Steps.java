package org.xenopolis.host.faults;

/** Called at each named step of work, before the step. */
@FunctionalInterface
public interface Steps {
    Steps NONE = step -> {};

    /** May throw, or block, or do nothing, which it nearly always does. */
    void reached(String step);
}
