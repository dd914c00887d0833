package org.xenopolis.billing.core;

/** A line that its host proved: what it says, and the bytes that say it. */
public record ProvenLine(Usage usage, UsageChain.Link link) {
    public Usage.LineId id() {
        return usage.line();
    }
}
