package org.xenopolis.contracts;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to the edge of a call. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem, @Nullable Throwable inside) {
        // An expected failure needs no stack; a wrapped one brings its own.
        super(problem.kind() + " " + problem.code() + ": " + problem.message(), inside, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
