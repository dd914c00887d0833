package org.xenopolis.gateway.tenants;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.xenopolis.gateway.core.Amounts;
import org.xenopolis.gateway.peers.Words;

/** Limits or use, as the API shows and takes them. */
public record QuotaView(
        @Min(0) @Max(100_000) int instances,
        @Min(0) @Max(1_000_000) int vcpus,
        @Min(0) @Max(1L << 40) long memoryMiB,
        @Min(0) @Max(1L << 42) long diskMiB,
        @Min(0) @Max(100_000) int volumes) {
    static QuotaView of(Amounts amounts) {
        return new QuotaView(
                amounts.instances(),
                amounts.vcpus(),
                Words.mebibytes(amounts.memoryBytes()),
                Words.mebibytes(amounts.diskBytes()),
                amounts.volumes());
    }

    Amounts amounts() {
        return new Amounts(instances, vcpus, Words.bytes(memoryMiB), Words.bytes(diskMiB), volumes);
    }
}
