package org.xenopolis.gateway.edge;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.ErrorKind;
import org.xenopolis.contracts.Problem;
import org.xenopolis.gateway.core.IdempotencyRule;

/**
 * Stands before every method of the API: whose token it is, whether its tenant is one of ours and open, how fast it
 * asks, and whether a change carries its key. Roles are checked by the annotations on the methods.
 */
@ApplicationScoped
class RequestGate {
    static final String TENANT_CLAIM = "tenant";
    private static final String KEY_HEADER = "Idempotency-Key";

    private final SecurityIdentity identity;
    private final JsonWebToken token;
    private final CurrentRequest current;
    private final TenantGate tenants;
    private final RateLimits limits;

    RequestGate(
            SecurityIdentity identity,
            JsonWebToken token,
            CurrentRequest current,
            TenantGate tenants,
            RateLimits limits) {
        this.identity = identity;
        this.token = token;
        this.current = current;
        this.tenants = tenants;
        this.limits = limits;
    }

    @ServerRequestFilter
    void gate(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (identity.isAnonymous()) {
            return;
        }
        Caller caller = path.startsWith("/v1") || path.startsWith("v1") ? tenant() : operator();
        String method = request.getMethod();
        @Nullable String key = request.getHeaderString(KEY_HEADER);
        if (key != null && !IdempotencyRule.isKey(key)) {
            throw Problems.invalid(KEY_HEADER, "must be 1 to 128 visible ASCII characters");
        }
        current.set(caller, method, path, key, request.getHeaderString("If-Match"));
    }

    private Caller operator() {
        return new Caller(subject(), null);
    }

    private Caller tenant() {
        if (!identity.hasRole("tenant")) {
            throw Problem.of(ErrorKind.FORBIDDEN, "forbidden", "Your role does not allow this.")
                    .exception();
        }
        UUID tenant = claimed();
        if (tenant == null || !tenants.isOpen(tenant)) {
            throw Problem.of(ErrorKind.FORBIDDEN, "unknown-tenant", "Your login belongs to no open tenant.")
                    .exception();
        }
        long wait = limits.askTenant(tenant);
        if (wait > 0) {
            throw new Problem(
                            ErrorKind.UNAVAILABLE,
                            "rate-limited",
                            "This tenant asks too often.",
                            Map.of("retryAfterSeconds", Long.toString(wait)))
                    .exception();
        }
        return new Caller(subject(), tenant);
    }

    private @Nullable UUID claimed() {
        try {
            @Nullable String claim = token.getClaim(TENANT_CLAIM);
            return claim == null ? null : UUID.fromString(claim);
        } catch (IllegalArgumentException | ClassCastException e) {
            return null;
        }
    }

    private String subject() {
        @Nullable String subject = token.getSubject();
        return subject == null ? "" : subject;
    }
}
