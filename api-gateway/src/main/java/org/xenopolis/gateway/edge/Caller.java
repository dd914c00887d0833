package org.xenopolis.gateway.edge;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the current request, from a verified token.
 *
 * @param subject the token's, for the audit
 * @param tenant the tenant in whose name; absent for an operator
 */
public record Caller(String subject, @Nullable UUID tenant) {
    /** Where operators' own keys and audit entries are kept. */
    public static final UUID OPERATORS = new UUID(0, 0);

    /** Whose idempotency keys and audit chain these are. */
    public UUID scope() {
        return tenant == null ? OPERATORS : tenant;
    }

    /** The tenant, or for an operator the empty text, as the services take it. */
    public String tenantText() {
        return tenant == null ? "" : tenant.toString();
    }
}
