package org.xenopolis.gateway.edge;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Token buckets per address and per tenant, and how many streams a tenant may hold open. */
@ApplicationScoped
public class RateLimits {
    /** Full buckets carry no memory, so that all may be forgotten when there are too many. */
    private static final int BUCKETS_MAX = 100_000;

    private final ConcurrentHashMap<String, Bucket> addresses = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UUID, Bucket> tenants = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UUID, Integer> streams = new ConcurrentHashMap<>();
    private final Bandwidth perAddress;
    private final Bandwidth perTenant;
    private final int streamsMax;

    RateLimits(
            @ConfigProperty(name = "xeno.limits.address.rate") long addressRate,
            @ConfigProperty(name = "xeno.limits.address.burst") long addressBurst,
            @ConfigProperty(name = "xeno.limits.tenant.rate") long tenantRate,
            @ConfigProperty(name = "xeno.limits.tenant.burst") long tenantBurst,
            @ConfigProperty(name = "xeno.limits.streams") int streamsMax) {
        this.perAddress = bandwidth(addressRate, addressBurst);
        this.perTenant = bandwidth(tenantRate, tenantBurst);
        this.streamsMax = streamsMax;
    }

    /** Takes one token. @return 0, or the seconds after which to ask again */
    long askAddress(String address) {
        return ask(addresses, address, perAddress);
    }

    /** Takes one token. @return 0, or the seconds after which to ask again */
    long askTenant(UUID tenant) {
        return ask(tenants, tenant, perTenant);
    }

    /** Whether another stream may be opened; if so, close it with {@link #closeStream}. */
    public boolean openStream(UUID owner) {
        AtomicBoolean opened = new AtomicBoolean();
        streams.compute(owner, (ignored, open) -> {
            int now = open == null ? 0 : open;
            opened.set(now < streamsMax);
            return opened.get() ? now + 1 : now;
        });
        return opened.get();
    }

    public void closeStream(UUID owner) {
        streams.computeIfPresent(owner, (ignored, open) -> open <= 1 ? null : open - 1);
    }

    private static <K> long ask(ConcurrentHashMap<K, Bucket> buckets, K key, Bandwidth bandwidth) {
        if (buckets.size() >= BUCKETS_MAX) {
            buckets.clear();
        }
        ConsumptionProbe probe = buckets.computeIfAbsent(
                        key, ignored -> Bucket.builder().addLimit(bandwidth).build())
                .tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? 0
                : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1);
    }

    private static Bandwidth bandwidth(long rate, long burst) {
        return Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(rate, Duration.ofSeconds(1))
                .build();
    }
}
