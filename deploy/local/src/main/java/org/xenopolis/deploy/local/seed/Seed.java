package org.xenopolis.deploy.local.seed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Pause;

/** Registers hosts, publishes prices, opens tenants. Done again it changes nothing. */
public final class Seed {
    private static final long WELCOME_MICROS = 100_000_000;
    private static final int OVERCOMMIT_PERMILLE = 4_000;
    private static final String PRICE_BOOK = "00000000-0000-4000-a000-000000000001";

    private final CloudApi operator;

    public Seed(CloudApi operator) {
        this.operator = operator;
    }

    /** A host to register: the id of its certificate and where its agent listens. */
    public record SeedHost(UUID id, String name, String address) {}

    public void prices() {
        if (operator.get("/operator/v1/price-books").required("items").isEmpty()) {
            operator.put(
                    "/operator/v1/price-books/" + PRICE_BOOK, Map.of("currency", "EUR", "prices", PriceList.prices()));
        }
    }

    /** @param quota of what a tenant may have at once; empty for the gateway's default */
    public void tenant(UUID id, String name, Map<String, ?> quota) {
        String key = "open-" + id;
        operator.post(
                "/operator/v1/tenants",
                quota.isEmpty()
                        ? Map.of("id", id.toString(), "name", name)
                        : Map.of("id", id.toString(), "name", name, "quota", quota),
                key);
        operator.post(
                "/operator/v1/tenants/" + id + "/top-ups",
                Map.of("amountMicros", WELCOME_MICROS, "reference", "welcome-" + id),
                "welcome-" + id);
    }

    /** Registers the hosts and waits until each has its lease. */
    public void hosts(List<SeedHost> hosts, Duration patience) {
        for (SeedHost host : hosts) {
            operator.put(
                    "/operator/v1/hosts/" + host.id(),
                    Map.of(
                            "name",
                            host.name(),
                            "zone",
                            "local",
                            "address",
                            host.address(),
                            "vcpuOvercommitPermille",
                            OVERCOMMIT_PERMILLE));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (SeedHost host : hosts) {
            while (!isUp(host)) {
                if (System.nanoTime() > deadline) {
                    throw new ApiException(
                            "host " + host.name() + " does not report: see its agent's log", 0, "no-lease");
                }
                Pause.millis(100);
            }
        }
    }

    private boolean isUp(SeedHost host) {
        JsonNode seen = operator.get("/operator/v1/hosts/" + host.id());
        return !seen.required("state").asText().equals("SUSPECT")
                && seen.path("capacity").path("memoryMiB").asLong() > 0;
    }
}
