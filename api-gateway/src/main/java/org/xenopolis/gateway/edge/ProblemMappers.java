package org.xenopolis.gateway.edge;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.grpc.StatusRuntimeException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.contracts.ProblemException;
import org.xenopolis.contracts.ProblemStatus;
import org.xenopolis.gateway.core.Violation;
import org.xenopolis.store.StoreFailures;

/** Every failure becomes a problem here and nowhere else. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Problem UNAUTHENTICATED = Problem.of(
            ErrorKind.UNAUTHENTICATED, "unauthenticated", "Send a valid access token: Authorization: Bearer …");
    private static final Problem FORBIDDEN =
            Problem.of(ErrorKind.FORBIDDEN, "forbidden", "Your role does not allow this.");

    @ServerExceptionMapper
    Response problem(ProblemException failure) {
        if (failure.problem().kind() == ErrorKind.INTERNAL) {
            LOG.error("request failed", failure);
        }
        return Problems.response(failure.problem());
    }

    @ServerExceptionMapper
    Response peer(StatusRuntimeException failure) {
        Problem problem = ProblemStatus.toProblem(failure);
        if (problem.kind() == ErrorKind.INTERNAL || problem.kind() == ErrorKind.UNAVAILABLE) {
            LOG.warnf("a call to another service failed: %s", failure.getStatus());
        }
        return Problems.response(problem);
    }

    @ServerExceptionMapper({AuthenticationFailedException.class, UnauthorizedException.class})
    Response unauthenticated() {
        return Response.fromResponse(Problems.response(UNAUTHENTICATED))
                .header("WWW-Authenticate", "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure) {
        return Problems.response(FORBIDDEN);
    }

    @ServerExceptionMapper
    Response violated(ConstraintViolationException failure) {
        return Problems.response(Problems.invalid(failure.getConstraintViolations().stream()
                        .map(ProblemMappers::violation)
                        .sorted((a, b) -> a.field().compareTo(b.field()))
                        .toList())
                .problem());
    }

    /** More specific than what Quarkus brings for it, which must not answer first. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException failure) {
        return json(failure);
    }

    @ServerExceptionMapper
    Response json(JacksonException failure) {
        return Problems.response(
                switch (failure) {
                    case StreamConstraintsException ignored ->
                        Problem.of(ErrorKind.INVALID, "body-too-large", "The body is too large or too deeply nested.");
                    case UnrecognizedPropertyException unknown ->
                        Problems.invalid(path(unknown), "there is no such property")
                                .problem();
                    case JsonMappingException mapping
                    when mapping.getCause() instanceof StreamConstraintsException ->
                        Problem.of(ErrorKind.INVALID, "body-too-large", "The body is too large or too deeply nested.");
                    case JsonMappingException mapping
                    when !mapping.getPath().isEmpty() ->
                        Problems.invalid(path(mapping), "has the wrong type or form")
                                .problem();
                    default ->
                        Problem.of(ErrorKind.INVALID, "malformed-json", "The body is not the JSON expected here.");
                });
    }

    @ServerExceptionMapper
    Response http(WebApplicationException failure) {
        if (failure.getCause() instanceof JacksonException json) {
            return json(json);
        }
        int status = failure.getResponse().getStatus();
        if (status == 404) {
            return Problems.response(Problems.NOT_FOUND);
        }
        if (status == 401) {
            return unauthenticated();
        }
        Response.StatusType type = failure.getResponse().getStatusInfo();
        String code = type.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
        return Response.status(status)
                .type(Problems.MEDIA_TYPE)
                .entity(Problems.body(status, code, type.getReasonPhrase() + ".", Map.of()))
                .build();
    }

    @ServerExceptionMapper
    Response bug(Throwable failure) {
        if (StoreFailures.isInfrastructure(failure)) {
            LOG.warnf("the database does not answer: %s", failure.getMessage());
            return Problems.response(Problem.of(
                    ErrorKind.UNAVAILABLE, "peer-unavailable", "A part of the cloud does not answer; try again."));
        }
        LOG.error("request failed", failure);
        return Problems.response(Problem.of(ErrorKind.INTERNAL, "internal", "Something broke on our side."));
    }

    private static Violation violation(ConstraintViolation<?> violation) {
        // The first two steps are the Java method and its parameter: no business of the client's.
        List<String> steps = StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .map(Object::toString)
                .toList();
        String field = steps.size() > 2 ? String.join(".", steps.subList(2, steps.size())) : steps.getLast();
        return new Violation(field, violation.getMessage());
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
