package org.xenopolis.billing.core;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.TenantId;

/** Lines and prices for tests. */
final class Lines {
    static final Currency EUR = Currency.getInstance("EUR");
    static final TenantId TENANT = new TenantId(new UUID(0, 1));
    static final InstanceId INSTANCE = new InstanceId(new UUID(0, 2));
    static final HostId HOST = new HostId(new UUID(0, 3));
    static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    private Lines() {}

    static Usage usage(long sequence, long startNanos, long endNanos) {
        return usage(sequence, startNanos, endNanos, DomainState.RUNNING, JUNE, JUNE);
    }

    static Usage usage(
            long sequence, long startNanos, long endNanos, DomainState state, Instant startWall, Instant endWall) {
        return new Usage(
                new Usage.LineId(HOST, sequence),
                INSTANCE,
                TENANT,
                1,
                state,
                new Usage.Interval("boot", startNanos, endNanos),
                startWall,
                endWall,
                new Usage.Amounts(2, 1L << 30, 10L << 30, (endNanos - startNanos) / 2, 5, 6, 7, 8, 9),
                false);
    }

    static ProvenLine proven(Usage usage) {
        return proven(usage, "");
    }

    /** @param twist makes another line of the same usage */
    static ProvenLine proven(Usage usage, String twist) {
        byte[] previous = new byte[UsageChain.HASH_BYTES];
        byte[] body = (usage + twist).getBytes(StandardCharsets.UTF_8);
        var digest = UsageChain.sha256();
        digest.update(previous);
        return new ProvenLine(usage, new UsageChain.Link(previous, body, digest.digest(body)));
    }

    static Usage randomUsage(SplittableRandom random, long sequence, long startNanos) {
        DomainState[] states = DomainState.values();
        long nanos = random.nextLong(1, 4_000_000_000_000L);
        return new Usage(
                new Usage.LineId(HOST, sequence),
                new InstanceId(new UUID(7, random.nextInt(3))),
                TENANT,
                1,
                states[random.nextInt(states.length)],
                new Usage.Interval("boot", startNanos, startNanos + nanos),
                JUNE.plusNanos(startNanos),
                JUNE.plusNanos(startNanos + nanos),
                new Usage.Amounts(
                        random.nextInt(1, 64),
                        random.nextLong(1L << 40),
                        random.nextLong(1L << 44),
                        random.nextLong(nanos * 4),
                        random.nextLong(1L << random.nextInt(1, 45)),
                        random.nextLong(1L << random.nextInt(1, 45)),
                        random.nextLong(1L << 20),
                        random.nextLong(1L << random.nextInt(1, 45)),
                        random.nextLong(1L << 40)),
                false);
    }

    static PriceBook randomBook(SplittableRandom random, int version, Instant validFrom) {
        List<Price> prices = Stream.of(Dimension.values())
                .filter(dimension -> random.nextInt(10) > 0)
                .map(dimension -> new Price(dimension, random.nextLong(1_000), per(random, dimension), "units"))
                .toList();
        return PriceBook.of(version, new UUID(9, version), EUR, validFrom, prices);
    }

    // Of an order of magnitude that keeps sums of amounts far from 64 bits.
    private static BigInteger per(SplittableRandom random, Dimension dimension) {
        BigInteger base = BigInteger.valueOf(random.nextLong(1, 1L << random.nextInt(1, 50)));
        return switch (dimension) {
            case MEMORY_RESERVED, DISK_RESERVED -> base.add(BigInteger.TWO.pow(72));
            case CPU_USED, VCPU_RESERVED -> base.add(BigInteger.TWO.pow(36));
            default -> base.add(BigInteger.TWO.pow(20));
        };
    }
}
