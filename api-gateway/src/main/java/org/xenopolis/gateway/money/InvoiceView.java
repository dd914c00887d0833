package org.xenopolis.gateway.money;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.billing.Invoice;
import org.xenopolis.contracts.billing.InvoiceLine;
import org.xenopolis.gateway.peers.Words;

/** An invoice, or what would be on one now. */
public record InvoiceView(
        @Nullable String id,
        @Nullable String number,
        String currency,
        long totalMicros,
        @Nullable Instant issuedAt,
        @Nullable Instant from,
        @Nullable Instant until,
        int usageLines,
        String linesHash,
        List<Line> lines) {
    public record Line(
            String instanceId,
            String instanceName,
            String dimension,
            String quantity,
            String unitLabel,
            int priceBookVersion,
            long micros,
            int usageLines,
            @Nullable Instant from,
            @Nullable Instant until) {}

    static InvoiceView of(Invoice invoice) {
        return new InvoiceView(
                Words.orNull(invoice.getId()),
                Words.orNull(invoice.getNumber()),
                invoice.getCurrency(),
                invoice.getTotalMicros(),
                Words.time(invoice.hasIssuedAt(), invoice.getIssuedAt()),
                Words.time(invoice.hasFrom(), invoice.getFrom()),
                Words.time(invoice.hasUntil(), invoice.getUntil()),
                invoice.getUsageLines(),
                invoice.getLinesHashHex(),
                invoice.getLinesList().stream().map(InvoiceView::line).toList());
    }

    private static Line line(InvoiceLine line) {
        return new Line(
                line.getInstanceId(),
                line.getInstanceName(),
                line.getDimension().name(),
                line.getQuantity(),
                line.getUnitLabel(),
                line.getPriceBookVersion(),
                line.getMicros(),
                line.getUsageLines(),
                Words.time(line.hasFrom(), line.getFrom()),
                Words.time(line.hasUntil(), line.getUntil()));
    }
}
