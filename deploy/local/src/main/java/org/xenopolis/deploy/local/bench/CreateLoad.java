package org.xenopolis.deploy.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenopolis.deploy.local.api.ApiException;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Pause;

/**
 * Tenants that each create one small instance after the other. The time of a create runs from the moment at which the
 * client sends to the moment at which the service wrote RUNNING down: both clocks are this machine's, and nobody polls
 * while it is measured.
 */
final class CreateLoad {
    private static final Duration SETTLE_MAX = Duration.ofMinutes(2);

    private final List<BenchTenant> tenants;

    CreateLoad(List<BenchTenant> tenants) {
        this.tenants = tenants;
    }

    record Outcome(List<Double> millis, double createsPerSecond, int failed) {}

    private record Sent(CloudApi api, String operation, String instance, Instant at) {}

    /**
     * @param pauseMillis between two creates of one tenant; 0 for as fast as they are accepted
     */
    Outcome run(int createsPerTenant, long pauseMillis) {
        List<Sent> sent = new ArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        Instant start = Instant.now();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Sent>>> runs = new ArrayList<>();
            for (BenchTenant tenant : tenants) {
                runs.add(clients.submit(() -> createAll(tenant, createsPerTenant, pauseMillis, refused)));
            }
            for (Future<List<Sent>> run : runs) {
                sent.addAll(run.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return settle(sent, start, refused.get());
    }

    static Map<String, ?> smallInstance(BenchTenant tenant) {
        return Map.of("name", "bench", "imageId", tenant.image(), "vcpus", 1, "memoryMiB", 64, "diskMiB", 64);
    }

    private static List<Sent> createAll(BenchTenant tenant, int creates, long pauseMillis, AtomicInteger refused) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < creates; i++) {
            Instant at = Instant.now();
            try {
                JsonNode accepted = tenant.api().post("/v1/instances", smallInstance(tenant));
                sent.add(new Sent(
                        tenant.api(),
                        accepted.required("operation").required("id").asText(),
                        accepted.required("instance").required("id").asText(),
                        at));
            } catch (ApiException e) {
                refused.incrementAndGet();
            }
            if (pauseMillis > 0) {
                Pause.millis(pauseMillis);
            }
        }
        return sent;
    }

    /** Reads when each operation ended, then deletes what was made. */
    private static Outcome settle(List<Sent> sent, Instant start, int refused) {
        List<Double> millis = new ArrayList<>();
        Instant last = start;
        int failed = refused;
        for (Sent one : sent) {
            JsonNode operation = ended(one);
            if (operation.required("state").asText().equals("SUCCEEDED")) {
                Instant finished =
                        Instant.parse(operation.required("finishedAt").asText());
                millis.add(Duration.between(one.at(), finished).toNanos() / 1e6);
                last = finished.isAfter(last) ? finished : last;
            } else {
                failed++;
            }
        }
        double seconds = Duration.between(start, last).toNanos() / 1e9;
        Outcome outcome = new Outcome(millis, millis.size() / seconds, failed);
        List<String> deletions = new ArrayList<>();
        for (Sent one : sent) {
            deletions.add(one.api()
                    .delete("/v1/instances/" + one.instance())
                    .required("operation")
                    .required("id")
                    .asText());
        }
        for (int i = 0; i < sent.size(); i++) {
            ended(new Sent(sent.get(i).api(), deletions.get(i), sent.get(i).instance(), start));
        }
        return outcome;
    }

    private static JsonNode ended(Sent one) {
        long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
        while (true) {
            JsonNode operation = one.api().get("/v1/operations/" + one.operation());
            if (operation.hasNonNull("finishedAt")) {
                return operation;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("operation " + one.operation() + " does not end");
            }
            Pause.millis(50);
        }
    }
}
