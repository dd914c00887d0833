package org.xenopolis.planner.core;

/**
 * Chooses moves. Equal situations and goals give equal proposals.
 *
 * <p>What every planner promises, and what the tests hold it to: a step may begin when all steps in its {@link
 * Step#after()} have moved, in any order that this leaves and with any number of others under way; it is then valid, also
 * while its guest holds both places. A step that is skipped, refused or failed takes those with it that wait for it, and
 * no others. So an operator may strike out any step.
 */
public interface Planner {
    Proposal plan(Situation situation, Goal goal);
}
