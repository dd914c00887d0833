package org.xenopolis.billing.invoices;

import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.xenopolis.billing.core.Statement;
import org.xenopolis.cluster.TenantId;

/** An issued invoice. @param number gapless per year, e.g. 2026-000001 */
record InvoiceRecord(
        UUID id,
        TenantId tenant,
        String number,
        Currency currency,
        long totalMicros,
        Instant issuedAt,
        Statement statement) {}
