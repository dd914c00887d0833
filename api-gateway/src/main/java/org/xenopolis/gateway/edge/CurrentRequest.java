package org.xenopolis.gateway.edge;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.core.EntityTag;

/** What the gate found out about the request that this thread serves. */
@RequestScoped
public class CurrentRequest {
    private @Nullable Caller caller;
    private String method = "";
    private String path = "";
    private @Nullable String idempotencyKey;
    private @Nullable String ifMatch;

    void set(Caller who, String method, String path, @Nullable String idempotencyKey, @Nullable String ifMatch) {
        this.caller = who;
        this.method = method;
        this.path = path;
        this.idempotencyKey = idempotencyKey;
        this.ifMatch = ifMatch;
    }

    /** @throws IllegalStateException where nobody is logged in: such an endpoint must not ask */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("this request has no caller");
        }
        return caller;
    }

    /** The caller's tenant. */
    public UUID tenant() {
        UUID tenant = caller().tenant();
        if (tenant == null) {
            throw new IllegalStateException("an operator has no tenant");
        }
        return tenant;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public Optional<String> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /** The generation that the client saw; 0 when it does not say. */
    public long ifGeneration() {
        if (ifMatch == null || ifMatch.equals("*")) {
            return 0;
        }
        try {
            return EntityTag.parse(ifMatch);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("If-Match", String.valueOf(e.getMessage()));
        }
    }
}
