package org.xenopolis.deploy.local.bench;

import static java.util.stream.Collectors.groupingBy;

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
 * client sends, or is due to, to the moment at which the service wrote RUNNING down: both clocks are this machine's, and nobody polls
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

    /** As fast as they are accepted: each tenant sends its next create when the last one was answered. */
    Outcome burst(int createsPerTenant) {
        return run(createsPerTenant, 0);
    }

    /**
     * On a fixed schedule, the tenants evenly spread over the pace. Late is late: the time of a create runs from when it
     * was due.
     *
     * @param paceMillis between two creates of one tenant
     */
    Outcome paced(int createsPerTenant, long paceMillis) {
        return run(createsPerTenant, paceMillis);
    }

    private Outcome run(int createsPerTenant, long paceMillis) {
        List<Sent> sent = new ArrayList<>();
        AtomicInteger refused = new AtomicInteger();
        Instant start = Instant.now();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Sent>>> runs = new ArrayList<>();
            for (int i = 0; i < tenants.size(); i++) {
                BenchTenant tenant = tenants.get(i);
                Instant first = start.plusMillis(paceMillis * i / tenants.size());
                runs.add(clients.submit(() -> createAll(tenant, createsPerTenant, first, paceMillis, refused)));
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

    private static List<Sent> createAll(
            BenchTenant tenant, int creates, Instant first, long paceMillis, AtomicInteger refused) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < creates; i++) {
            Instant due = paceMillis == 0 ? Instant.now() : first.plusMillis(i * paceMillis);
            Pause.millis(Math.max(0, Duration.between(Instant.now(), due).toMillis()));
            try {
                JsonNode accepted = tenant.api().post("/v1/instances", smallInstance(tenant));
                sent.add(new Sent(
                        tenant.api(),
                        accepted.required("operation").required("id").asText(),
                        accepted.required("instance").required("id").asText(),
                        due));
            } catch (ApiException e) {
                refused.incrementAndGet();
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
        sent.stream().collect(groupingBy(Sent::api)).values().parallelStream().forEach(CreateLoad::deleteAll);
        return outcome;
    }

    private static void deleteAll(List<Sent> made) {
        List<Sent> deletions = new ArrayList<>();
        for (Sent one : made) {
            JsonNode accepted = one.api().delete("/v1/instances/" + one.instance());
            deletions.add(new Sent(
                    one.api(), accepted.required("operation").required("id").asText(), one.instance(), one.at()));
        }
        deletions.forEach(CreateLoad::ended);
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
