package org.xenopolis.gateway.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first thing that a request meets: which port it came in by, how fast its address asks, how large it says it is.
 * Nothing here blocks.
 */
@ApplicationScoped
class PortGuard {
    private static final int PRIORITY = 10_000;
    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private final OperatorPort operatorPort;
    private final RateLimits limits;

    PortGuard(OperatorPort operatorPort, RateLimits limits) {
        this.operatorPort = operatorPort;
        this.limits = limits;
    }

    void register(@Observes Filters filters) {
        filters.register(this::guard, PRIORITY);
    }

    private void guard(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath();
        secure(context.response(), path);
        if (request.localAddress().port() == operatorPort.number() ? !forOperators(path) : !forTenants(path)) {
            refuse(context, 404, Problems.NOT_FOUND.code(), Problems.NOT_FOUND.message(), null);
            return;
        }
        long wait = limits.askAddress(request.remoteAddress().hostAddress());
        if (wait > 0) {
            refuse(context, 429, "rate-limited", "This address asks too often.", Long.toString(wait));
            return;
        }
        if (isTooLarge(request, path)) {
            refuse(context, 413, "body-too-large", "A body holds at most 1 MiB.", null);
            return;
        }
        nameEmptyBody(request);
        context.next();
    }

    /** A POST without a body needs no type; the methods that may take JSON are found by it. */
    private static void nameEmptyBody(HttpServerRequest request) {
        boolean empty = !request.headers().contains("Transfer-Encoding")
                && "0".equals(request.headers().contains("Content-Length") ? request.getHeader("Content-Length") : "0");
        if (empty && request.method() == HttpMethod.POST) {
            request.headers().set("Content-Type", "application/json");
        }
    }

    private static boolean forTenants(String path) {
        return isUnder(path, "/v1") || isUnder(path, "/q/health") || isUnder(path, "/q/openapi");
    }

    private static boolean forOperators(String path) {
        return isUnder(path, "/operator") || isUnder(path, "/console") || isUnder(path, "/q") || path.equals("/");
    }

    private static boolean isUnder(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    private static boolean isTooLarge(HttpServerRequest request, String path) {
        if (request.method() == HttpMethod.PUT && path.startsWith("/v1/images/") && path.contains("/parts/")) {
            return false;
        }
        @Nullable String length = request.getHeader("Content-Length");
        try {
            return length != null && Long.parseLong(length) > JsonLimits.BODY_BYTES_MAX;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static void secure(HttpServerResponse response, String path) {
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader("Cache-Control", "no-store");
        // The console brings its own policy: edge/ConsoleSite.
        if (!isUnder(path, "/console")) {
            response.putHeader("Content-Security-Policy", POLICY);
        }
    }

    private static void refuse(
            RoutingContext context, int status, String code, String detail, @Nullable String retryAfter) {
        HttpServerResponse response = context.response();
        if (retryAfter != null) {
            response.putHeader("Retry-After", retryAfter);
        }
        // What is left of the body is not read: the connection ends with the answer.
        response.putHeader("Connection", "close");
        response.setStatusCode(status).putHeader("Content-Type", Problems.MEDIA_TYPE);
        response.end(new JsonObject(Problems.body(status, code, detail, Map.of())).encode());
    }
}
