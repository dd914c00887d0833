package org.xenopolis.scheduler;

import java.util.function.Function;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;

/** What the scheduler refuses, in the words of the outside. */
public final class Problems {
    private Problems() {}

    public static ProblemException notFound(String what) {
        return Problem.of(ErrorKind.NOT_FOUND, what + "-not-found", "There is no such " + what + ".")
                .exception();
    }

    public static ProblemException invalid(String code, String message) {
        return Problem.of(ErrorKind.INVALID, code, message).exception();
    }

    public static ProblemException conflict(String code, String message) {
        return Problem.of(ErrorKind.CONFLICT, code, message).exception();
    }

    public static ProblemException unavailable(String code, String message) {
        return Problem.of(ErrorKind.UNAVAILABLE, code, message).exception();
    }

    /** Reads an id, a name or a quantity of a request; what cannot be read is INVALID. */
    public static <T> T parse(String field, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid("bad-" + field, field + ": " + e.getMessage());
        }
    }
}
