package org.xenopolis.billing.core;

/** A line and what it costs under the price book that was valid at its start. */
public record RatedLine(ProvenLine line, int priceBookVersion, Charges charges, long totalMicros) {
    public Usage usage() {
        return line.usage();
    }
}
