package org.xenopolis.gateway.networks;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Security groups as the API takes and shows them. */
final class GroupViews {
    private GroupViews() {}

    @Schema(name = "CreateSecurityGroup")
    public record CreateGroup(
            @NotBlank @Size(max = 100) String name,
            @Nullable UUID projectId) {}

    /** Ports 0 to 0, or left out: every port. */
    @Schema(name = "AddSecurityRule")
    public record AddRule(
            @NotNull @Pattern(regexp = "ingress|egress") String direction,
            @NotNull @Pattern(regexp = "tcp|udp|icmp|any") String protocol,
            @Nullable @Min(0) @Max(65_535) Integer portFrom,
            @Nullable @Min(0) @Max(65_535) Integer portTo,
            @NotNull @Size(max = 18) String remoteCidr) {
        int from() {
            return portFrom == null ? 0 : portFrom;
        }

        int to() {
            return portTo == null ? from() : portTo;
        }
    }

    @Schema(name = "SecurityRule")
    public record Rule(UUID id, String direction, String protocol, int portFrom, int portTo, String remoteCidr) {}

    @Schema(name = "SecurityGroup")
    public record Group(UUID id, String name, UUID projectId, List<Rule> rules, Instant createdAt) {}

    static Group of(SecurityGroup row, List<GroupRule> rules) {
        return new Group(
                row.id,
                row.name,
                row.projectId,
                rules.stream()
                        .map(rule -> new Rule(
                                rule.id,
                                rule.ingress ? "ingress" : "egress",
                                rule.protocol,
                                rule.portFrom,
                                rule.portTo,
                                rule.remoteCidr))
                        .toList(),
                row.createdAt);
    }
}
