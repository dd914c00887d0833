package org.xenopolis.gateway.audit;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The audit as operators read it. */
final class AuditViews {
    private AuditViews() {}

    /** @param chain a tenant's id, or all zeros for the operators' own */
    @Schema(name = "AuditEntry")
    public record Entry(
            UUID chain,
            long sequence,
            String id,
            String at,
            String actor,
            String action,
            String target,
            String outcome,
            String previous,
            String hash) {}

    @Schema(name = "AuditFault")
    public record Fault(UUID chain, long sequence, String fault) {}

    @Schema(name = "AuditVerification")
    public record Verification(boolean intact, int chains, long entries, List<Fault> faults) {}
}
