package org.xenopolis.planner.core;

/**
 * Chooses moves. Equal situations and goals give equal proposals.
 *
 * <p>What every planner promises, and what the tests hold it to: steps are executed in order, one at a time; each is
 * valid when the steps before it are done, also while its guest holds both places; and each stays valid when any of the
 * others is skipped or refused, so that an operator may strike out a step without understanding all of them.
 */
public interface Planner {
    Proposal plan(Situation situation, Goal goal);
}
