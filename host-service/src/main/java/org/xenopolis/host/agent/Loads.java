package org.xenopolis.host.agent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.xenopolis.contracts.hosts.HostLoad;

/**
 * The newest loads that can be had without waiting: a hypervisor that answers late, because guests leave it no CPU, must not
 * cost the host its lease. Used by one thread.
 */
final class Loads {
    private static final Logger LOG = Logger.getLogger(Loads.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final LoadSampler sampler;
    private LoadSampler.Sample newest = new LoadSampler.Sample(HostLoad.getDefaultInstance(), List.of());
    private @Nullable CompletableFuture<LoadSampler.Sample> taking;

    Loads(LoadSampler sampler) {
        this.sampler = sampler;
    }

    /** Of a moment ago; or the one before, while the hypervisor has not answered. */
    LoadSampler.Sample newest() {
        CompletableFuture<LoadSampler.Sample> sample = taking == null ? take() : taking;
        try {
            newest = sample.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            taking = null;
        } catch (TimeoutException e) {
            taking = sample;
        } catch (ExecutionException e) {
            taking = null;
            LOG.debugf(e, "no loads");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return newest;
    }

    private CompletableFuture<LoadSampler.Sample> take() {
        return CompletableFuture.supplyAsync(sampler::take, Thread::startVirtualThread);
    }
}
