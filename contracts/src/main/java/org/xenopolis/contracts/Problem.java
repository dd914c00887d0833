package org.xenopolis.contracts;

import java.util.Map;
import org.xenopolis.contracts.common.ErrorDetail;

/**
 * A failure as the outside may see it: a kind, a stable code and a sentence that says what to do.
 *
 * @param code lower-kebab-case, never changed once published
 * @param attributes facts for programs, e.g. the limit that was passed; no secret
 */
public record Problem(ErrorKind kind, String code, String message, Map<String, String> attributes) {
    public Problem {
        attributes = Map.copyOf(attributes);
    }

    public static Problem of(ErrorKind kind, String code, String message) {
        return new Problem(kind, code, message, Map.of());
    }

    public static Problem from(ErrorDetail detail) {
        return new Problem(
                ErrorKind.valueOf(detail.getKind()), detail.getCode(), detail.getMessage(), detail.getAttributesMap());
    }

    public ErrorDetail toDetail() {
        return ErrorDetail.newBuilder()
                .setKind(kind.name())
                .setCode(code)
                .setMessage(message)
                .putAllAttributes(attributes)
                .build();
    }

    /** For the places where a failure must travel as an exception: out of a transaction, or to the edge of a call. */
    public ProblemException exception() {
        return new ProblemException(this, null);
    }

    /** @param inside what the logs may say and the outside may not */
    public ProblemException because(Throwable inside) {
        return new ProblemException(this, inside);
    }
}
