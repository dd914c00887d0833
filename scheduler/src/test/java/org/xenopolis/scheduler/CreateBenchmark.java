package org.xenopolis.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.xenopolis.contracts.instances.Operation;
import org.xenopolis.contracts.instances.OperationState;

/** Measures, and asserts nothing about time. Not part of a build: run it with {@code -Dtest=CreateBenchmark}. */
@QuarkusTest
@QuarkusTestResource(SchedulerStack.class)
class CreateBenchmark {
    private static final int TENANTS = 20;
    private static final int EACH = 100;
    private static final Logger LOG = Logger.getLogger(CreateBenchmark.class);

    @Test
    void createToRunning() {
        try (Cloud cloud = new Cloud()) {
            for (int i = 0; i < 8; i++) {
                cloud.host(512, 4_096);
            }
            for (int round = 0; round < 4; round++) {
                measure(cloud);
            }
        }
    }

    private static void measure(Cloud cloud) {
        List<long[]> all = new ArrayList<>();
        long began = System.nanoTime();
        try (ExecutorService tenants = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                long[] nanos = new long[EACH];
                all.add(nanos);
                tenants.execute(() -> creates(cloud, nanos));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        LOG.infof(
                "%.0f creates/s; create to RUNNING p50 %.1f ms, p99 %.1f ms",
                sorted.length / seconds, sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
    }

    private static void creates(Cloud cloud, long[] nanos) {
        UUID tenant = UUID.randomUUID();
        for (int i = 0; i < nanos.length; i++) {
            long began = System.nanoTime();
            Operation done = cloud.finished(
                    cloud.create(UUID.randomUUID(), cloud.spec(tenant).build()));
            nanos[i] = System.nanoTime() - began;
            assertThat(done.getState()).isEqualTo(OperationState.SUCCEEDED);
        }
    }
}
