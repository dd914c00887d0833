package org.xenopolis.gateway.edge;

import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.gateway.core.Violation;

/** Problems as the outside reads them: RFC 9457 with a stable code. */
public final class Problems {
    public static final String MEDIA_TYPE = "application/problem+json";
    public static final String INVALID_REQUEST = "invalid-request";
    /** One body for what is not there and for what is not yours, so that nobody learns which. */
    public static final Problem NOT_FOUND =
            Problem.of(ErrorKind.NOT_FOUND, "not-found", "There is no such thing, or it is not yours.");

    private Problems() {}

    public static ProblemException notFound() {
        return NOT_FOUND.exception();
    }

    public static ProblemException invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    public static ProblemException invalid(List<Violation> violations) {
        Map<String, String> fields = new LinkedHashMap<>();
        violations.forEach(violation -> fields.merge(violation.field(), violation.message(), (a, b) -> a + "; " + b));
        return new Problem(ErrorKind.INVALID, INVALID_REQUEST, "The request does not hold what it should.", fields)
                .exception();
    }

    /** Throws when there are any. */
    public static void refuseIfAny(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw invalid(violations);
        }
    }

    public static ProblemException preconditionFailed() {
        return Problem.of(ErrorKind.CONFLICT, "precondition-failed", "It has changed since you read it; read it again.")
                .exception();
    }

    static int status(Problem problem) {
        return switch (problem.code()) {
            case "precondition-failed" -> 412;
            case "rate-limited" -> 429;
            case "body-too-large" -> 413;
            case "malformed-json", "idempotency-key-missing" -> 400;
            default -> problem.kind().http();
        };
    }

    /** The body of a problem, its members in order. */
    static Map<String, Object> body(int status, String code, String detail, Map<String, String> attributes) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title(status));
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        if (code.equals(INVALID_REQUEST)) {
            body.put(
                    "errors",
                    attributes.entrySet().stream()
                            .map(entry -> Map.of("field", entry.getKey(), "message", entry.getValue()))
                            .toList());
        } else if (!attributes.isEmpty()) {
            body.put("attributes", attributes);
        }
        return body;
    }

    static Response response(Problem problem) {
        Problem outside = problem.kind() == ErrorKind.NOT_FOUND ? NOT_FOUND : problem;
        int status = status(outside);
        var answer = Response.status(status)
                .type(MEDIA_TYPE)
                .entity(body(status, outside.code(), outside.message(), outside.attributes()));
        @Nullable String retryAfter = retryAfter(outside, status);
        return retryAfter == null
                ? answer.build()
                : answer.header("Retry-After", retryAfter).build();
    }

    private static @Nullable String retryAfter(Problem problem, int status) {
        if (status == 503 || problem.code().equals("request-in-progress")) {
            return "1";
        }
        return status == 429 ? problem.attributes().getOrDefault("retryAfterSeconds", "1") : null;
    }

    private static String title(int status) {
        Response.@Nullable Status known = Response.Status.fromStatusCode(status);
        return status == 422 ? "Unprocessable Content" : known == null ? "Error" : known.getReasonPhrase();
    }
}
