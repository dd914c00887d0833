package org.xenopolis.gateway.money;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What shall be priced: a size by name, or the three amounts. @param cpuUsedPercent of the vCPUs; 100 when absent */
public record QuoteWish(
        @Nullable String size,
        @Nullable Integer vcpus,
        @Nullable Long memoryMiB,
        @Nullable Long diskMiB,
        @Min(1) @Max(315_360_000) long durationSeconds,
        @Nullable @Min(0) @Max(100) Integer cpuUsedPercent) {}
