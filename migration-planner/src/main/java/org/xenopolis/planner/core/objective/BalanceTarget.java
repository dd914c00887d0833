package org.xenopolis.planner.core.objective;

/** For each unit that is free of the first resource, {@code ratio} units of the second should be. */
public record BalanceTarget(int first, int second, long ratio, long weight) {}
