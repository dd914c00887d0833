package org.xenopolis.gateway.money;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.billing.QuoteReply;
import org.xenopolis.gateway.peers.Words;

/** What it would cost, line by line. */
public record QuoteView(
        String id,
        String currency,
        int priceBookVersion,
        List<Line> lines,
        long totalMicros,
        @Nullable Instant validUntil) {
    /** @param quantity a whole number, which may pass 64 bits */
    public record Line(String dimension, String quantity, String unitLabel, long micros) {}

    static QuoteView of(QuoteReply quote) {
        return new QuoteView(
                quote.getQuoteId(),
                quote.getCurrency(),
                quote.getPriceBookVersion(),
                quote.getLinesList().stream()
                        .map(line -> new Line(
                                line.getDimension().name(), line.getQuantity(), line.getUnitLabel(), line.getMicros()))
                        .toList(),
                quote.getTotalMicros(),
                Words.time(quote.hasValidUntil(), quote.getValidUntil()));
    }
}
