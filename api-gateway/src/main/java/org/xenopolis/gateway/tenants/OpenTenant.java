package org.xenopolis.gateway.tenants;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param id chosen by the operator where logins exist already; otherwise by us */
public record OpenTenant(
        @Nullable UUID id,
        @NotBlank @Size(max = 100) String name,
        @Nullable @Pattern(regexp = "[A-Z]{3}") String currency,
        @Nullable @Valid QuotaView quota) {}
