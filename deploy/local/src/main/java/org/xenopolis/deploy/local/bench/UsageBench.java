package org.xenopolis.deploy.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.xenopolis.contracts.Topics;
import org.xenopolis.contracts.usage.UsageBatch;
import org.xenopolis.deploy.local.api.CloudApi;
import org.xenopolis.deploy.local.api.Operations;
import org.xenopolis.deploy.local.api.Pause;
import org.xenopolis.deploy.local.supervise.ProcessRecord;

/**
 * Usage lines rated per second of billing's CPU time, beside a bare consumer that reads and parses the same messages.
 * Billing is stopped (SIGSTOP) while the hosts meter on, then goes on and drains what has gathered; what bounds it is
 * the checking of hashes and the inserts of lines and postings.
 */
final class UsageBench {
    static final String NAME = "usage";

    private static final String GROUP = "billing." + Topics.USAGE_LINES;
    private static final int TENANTS = 20;
    private static final int INSTANCES_PER_TENANT = 30;
    private static final int RUNS = 3;
    private static final Duration GATHER = Duration.ofSeconds(15);
    private static final Duration DRAIN_MAX = Duration.ofMinutes(3);

    private final BenchCloud cloud;
    private final Map<String, Object> kafka;

    UsageBench(BenchCloud cloud) {
        this.cloud = cloud;
        this.kafka = Map.of("bootstrap.servers", cloud.stack().kafkaBootstrap());
    }

    private record Reading(long lines, double seconds, double cpuSeconds) {}

    /** What one drain took, and what the same messages cost a bare consumer. */
    private record Drain(Reading rated, Reading bare) {}

    List<Figure> run() {
        startGuests();
        long billing = ProcessRecord.read(cloud.stack().state().run(), "billing")
                .orElseThrow()
                .pid();
        List<Drain> drains = new ArrayList<>();
        try (Admin admin = Admin.create(kafka)) {
            Drain ignored = drain(admin, billing);
            for (int run = 0; run < RUNS; run++) {
                drains.add(drain(admin, billing));
            }
        }
        return List.of(
                Figure.beside(
                        NAME,
                        "lines rated per CPU second",
                        median(
                                drains,
                                drain -> drain.rated().lines() / drain.rated().cpuSeconds()),
                        "1/s",
                        "bare consumer, same topic",
                        median(
                                drains,
                                drain -> drain.bare().lines() / drain.bare().cpuSeconds())),
                Figure.beside(
                        NAME,
                        "lines rated per second",
                        median(
                                drains,
                                drain -> drain.rated().lines() / drain.rated().seconds()),
                        "1/s",
                        "bare consumer, same topic",
                        median(
                                drains,
                                drain -> drain.bare().lines() / drain.bare().seconds())));
    }

    private static double median(List<Drain> drains, ToDoubleFunction<Drain> figure) {
        return Samples.of(drains.stream().mapToDouble(figure).boxed().toList()).median();
    }

    private Drain drain(Admin admin, long billing) {
        Map<TopicPartition, Long> from;
        Map<TopicPartition, Long> gathered;
        double cpuBefore;
        long start;
        signal("STOP", billing);
        try {
            from = committed(admin);
            Pause.millis(GATHER.toMillis());
            gathered = ends(from.keySet());
            cpuBefore = cpuSeconds(billing);
            start = System.nanoTime();
        } finally {
            signal("CONT", billing);
        }
        Map<TopicPartition, Long> until = drain(admin, gathered);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = cpuSeconds(billing) - cpuBefore;
        Reading bare = readBare(from, until);
        return new Drain(new Reading(bare.lines(), seconds, cpu), bare);
    }

    private void startGuests() {
        List<BenchTenant> tenants = cloud.tenants(TENANTS);
        Map<BenchTenant, List<JsonNode>> accepted = new HashMap<>();
        for (BenchTenant tenant : tenants) {
            List<JsonNode> answers = new ArrayList<>();
            for (int i = 0; i < INSTANCES_PER_TENANT; i++) {
                answers.add(tenant.api().post("/v1/instances", CreateLoad.smallInstance(tenant)));
            }
            accepted.put(tenant, answers);
        }
        accepted.forEach((tenant, answers) -> {
            CloudApi api = tenant.api();
            answers.forEach(answer -> Operations.await(api, "/v1/operations/", answer, Duration.ofMinutes(1)));
        });
    }

    private Map<TopicPartition, Long> committed(Admin admin) {
        try {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> group = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            group.forEach((partition, offset) -> offsets.put(partition, offset == null ? 0 : offset.offset()));
            return offsets;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not tell the offsets of " + GROUP, e.getCause());
        }
    }

    private Map<TopicPartition, Long> drain(Admin admin, Map<TopicPartition, Long> gathered) {
        long deadline = System.nanoTime() + DRAIN_MAX.toNanos();
        while (true) {
            Map<TopicPartition, Long> now = committed(admin);
            if (gathered.entrySet().stream().allMatch(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                return now;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("billing does not drain: " + now + " of " + gathered);
            }
            Pause.millis(50);
        }
    }

    private Map<TopicPartition, Long> ends(Iterable<TopicPartition> partitions) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = new ArrayList<>();
            partitions.forEach(all::add);
            return consumer.endOffsets(all);
        }
    }

    private Reading readBare(Map<TopicPartition, Long> from, Map<TopicPartition, Long> until) {
        var threads = ManagementFactory.getThreadMXBean();
        long lines = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long start = System.nanoTime();
            long cpuStart = threads.getCurrentThreadCpuTime();
            while (until.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(1))) {
                    if (message.offset()
                            < until.getOrDefault(new TopicPartition(message.topic(), message.partition()), 0L)) {
                        lines += UsageBatch.parseFrom(message.value()).getLinesCount();
                    }
                }
            }
            return new Reading(
                    lines, (System.nanoTime() - start) / 1e9, (threads.getCurrentThreadCpuTime() - cpuStart) / 1e9);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message of " + Topics.USAGE_LINES + " is no UsageBatch", e);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow(() -> new IllegalStateException("billing is gone"))
                        .toNanos()
                / 1e9;
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
