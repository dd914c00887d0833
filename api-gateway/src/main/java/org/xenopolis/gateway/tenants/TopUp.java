package org.xenopolis.gateway.tenants;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** @param reference of the payment: one reference has one effect */
public record TopUp(
        @Min(1) @Max(1_000_000_000_000_000L) long amountMicros,
        @Nullable @Size(min = 1, max = 100) String reference,
        @Nullable @Size(max = 200) String cause) {}
