package org.xenopolis.deploy.local.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.xenopolis.deploy.local.api.CloudApi;

/** Clients that read one path over and over. */
final class ReadLoad {
    private ReadLoad() {}

    /** @return answers per second of all clients together */
    static double run(List<BenchTenant> tenants, Function<BenchTenant, String> path, Duration length) {
        long start = System.nanoTime();
        long end = start + length.toNanos();
        long answers = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> counts = new ArrayList<>();
            for (BenchTenant tenant : tenants) {
                counts.add(threads.submit(() -> readUntil(tenant.api(), path.apply(tenant), end)));
            }
            for (Future<Long> count : counts) {
                answers += count.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return answers / ((System.nanoTime() - start) / 1e9);
    }

    private static long readUntil(CloudApi client, String path, long end) {
        long answers = 0;
        while (System.nanoTime() < end) {
            client.get(path);
            answers++;
        }
        return answers;
    }
}
