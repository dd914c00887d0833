package org.xenopolis.gateway.tenants;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xenopolis.gateway.money.BalanceView;

/** A tenant as the API shows it. @param balance in operators' lists only */
public record TenantView(
        UUID id,
        String name,
        String currency,
        String state,
        UUID defaultProjectId,
        QuotaView quota,
        QuotaView used,
        Instant createdAt,
        @Nullable BalanceView balance) {
    TenantView with(@Nullable BalanceView current) {
        return new TenantView(id, name, currency, state, defaultProjectId, quota, used, createdAt, current);
    }
}
