package org.xenopolis.deploy.local.seed;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.xenopolis.contracts.billing.Dimension;

/** The local stack's first price book, in euros: close to what small public clouds ask. */
final class PriceList {
    private static final BigInteger HOUR_NANOS = BigInteger.valueOf(3_600_000_000_000L);
    private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);

    private PriceList() {}

    static List<Map<String, Object>> prices() {
        return List.of(
                price(Dimension.CPU_USED, 12_000, HOUR_NANOS, "CPU-hour used"),
                price(Dimension.VCPU_RESERVED, 4_000, HOUR_NANOS, "vCPU-hour"),
                price(Dimension.MEMORY_RESERVED, 3_000, GIB.multiply(HOUR_NANOS), "GiB-hour of memory"),
                price(Dimension.DISK_RESERVED, 120, GIB.multiply(HOUR_NANOS), "GiB-hour of disk"),
                price(Dimension.DISK_READ, 400, GIB, "GiB read"),
                price(Dimension.DISK_WRITTEN, 800, GIB, "GiB written"),
                price(Dimension.DISK_OPERATIONS, 200_000, BigInteger.valueOf(1_000_000), "million disk operations"),
                price(Dimension.NETWORK_RECEIVED, 0, GIB, "GiB received"),
                price(Dimension.NETWORK_SENT, 9_000, GIB, "GiB sent"));
    }

    private static Map<String, Object> price(Dimension dimension, long micros, BigInteger per, String unit) {
        return Map.of("dimension", dimension.name(), "micros", micros, "per", per.toString(), "unitLabel", unit);
    }
}
