package org.xenopolis.billing;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.contracts.usage.UsageBody;
import org.xenopolis.kit.kafka.KafkaSettings;

/**
 * How many lines per second go from Kafka into the books, beside a consumer that only reads them. Not part of the test
 * run: {@code -Dtest=UsageThroughputBenchmark}.
 */
@QuarkusTest
@QuarkusTestResource(BillingStack.class)
class UsageThroughputBenchmark {
    private static final Logger LOG = Logger.getLogger(UsageThroughputBenchmark.class);
    private static final int HOSTS = 40;
    private static final int TENANTS = 50;
    private static final int INSTANCES = 800;
    private static final int LINES_PER_BATCH = 20;
    private static final int ROUNDS = 5;

    @Inject
    Cloud cloud;

    @Inject
    KafkaSettings kafka;

    @Test
    void measure() {
        cloud.ensurePrices("EUR");
        List<UUID> tenants = new ArrayList<>();
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(cloud.tenant(1_000_000_000_000L));
        }
        List<UUID> instances = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(cloud.instance(tenants.get(i % TENANTS)));
        }
        List<SimulatedHost> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(new SimulatedHost(UUID.randomUUID()));
            cloud.enrol(hosts.getLast());
        }
        long before = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<UsageBatch> batches = batches(hosts, tenants, instances, round);
            long lines = (long) batches.size() * LINES_PER_BATCH;
            long expected = before + lines * (round + 1);
            long cpu = cpuNanos();
            long database = databaseNanos();
            long start = System.nanoTime();
            cloud.report(batches);
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() ->
                            cloud.count("select cast(coalesce(sum(lines), 0) as bigint) from host_chains") >= expected);
            print("rated", lines, System.nanoTime() - start, cpuNanos() - cpu);
            LOG.infof("BENCH database: %.1f us of CPU per line", (databaseNanos() - database) / 1e3 / lines);
        }
        bare((long) HOSTS * (INSTANCES / HOSTS) * 5 * ROUNDS);
    }

    private static List<UsageBatch> batches(
            List<SimulatedHost> hosts, List<UUID> tenants, List<UUID> instances, int round) {
        List<UsageBatch> batches = new ArrayList<>();
        for (int hour = 0; hour < 25; hour++) {
            for (int h = 0; h < HOSTS; h++) {
                UsageBody.Builder[] bodies = new UsageBody.Builder[LINES_PER_BATCH];
                for (int i = 0; i < LINES_PER_BATCH; i++) {
                    int instance = (h * LINES_PER_BATCH + i) % INSTANCES;
                    bodies[i] = hosts.get(h)
                            .hour(instances.get(instance), tenants.get(instance % TENANTS), round * 25 + hour);
                }
                batches.add(hosts.get(h).batch(bodies));
            }
        }
        return batches;
    }

    private void bare(long atLeast) {
        long lines = 0;
        long cpu = cpuNanos();
        long start = System.nanoTime();
        try (KafkaConsumer<String, byte[]> reader = kafka.consumer("bench-" + UUID.randomUUID())) {
            reader.subscribe(List.of(Topics.USAGE_LINES));
            while (lines < atLeast) {
                lines += (long) reader.poll(Duration.ofMillis(200)).count() * LINES_PER_BATCH;
            }
        }
        print("bare consumer", lines, System.nanoTime() - start, cpuNanos() - cpu);
    }

    private static void print(String what, long lines, long nanos, long cpuNanos) {
        LOG.infof(
                "BENCH %s: %d lines, %.0f lines/s, %.1f us of this JVM's CPU per line",
                what, lines, lines * 1e9 / nanos, cpuNanos / 1e3 / lines);
    }

    private static long databaseNanos() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("postgres"))
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
