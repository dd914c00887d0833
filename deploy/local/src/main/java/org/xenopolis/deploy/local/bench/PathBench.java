package org.xenopolis.deploy.local.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The tenant's path: create to RUNNING, creates and reads per second, with every service, the engines and the clients
 * on the same cores. Each figure is the median of {@value #RUNS} runs after {@value #WARM_UPS} that are thrown away: six JVMs
 * compile what is hot on the cores that are measured.
 */
final class PathBench {
    static final String NAME = "path";

    private static final int RUNS = 3;
    private static final int WARM_UPS = 8;
    private static final int TENANTS = 20;
    private static final int PACED_CREATES = 10;
    private static final long PACE_MILLIS = 400;
    private static final int BURST_CREATES = 40;
    private static final Duration READ_LENGTH = Duration.ofSeconds(4);

    private final BenchCloud cloud;

    PathBench(BenchCloud cloud) {
        this.cloud = cloud;
    }

    List<Figure> run() {
        List<BenchTenant> tenants = cloud.tenants(TENANTS);
        CreateLoad load = new CreateLoad(tenants);
        for (int run = 0; run < WARM_UPS; run++) {
            load.burst(BURST_CREATES);
            ReadLoad.run(tenants, tenant -> "/v1/images/" + tenant.image(), READ_LENGTH);
        }
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        List<Double> rate = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        int failed = 0;
        for (int run = 0; run < RUNS; run++) {
            CreateLoad.Outcome paced = load.paced(PACED_CREATES, PACE_MILLIS);
            Samples millis = Samples.of(paced.millis());
            p50.add(millis.median());
            p99.add(millis.percentile(0.99));
            CreateLoad.Outcome burst = load.burst(BURST_CREATES);
            rate.add(burst.createsPerSecond());
            failed += paced.failed() + burst.failed();
            reads.add(ReadLoad.run(tenants, tenant -> "/v1/images/" + tenant.image(), READ_LENGTH));
            bare.add(ReadLoad.run(tenants, tenant -> "/v1/sizes", READ_LENGTH));
        }
        return List.of(
                Figure.atMost(
                        NAME,
                        "create to RUNNING, p50, 20 tenants",
                        Samples.of(p50).median(),
                        "ms",
                        25),
                Figure.atMost(
                        NAME,
                        "create to RUNNING, p99, 20 tenants",
                        Samples.of(p99).median(),
                        "ms",
                        150),
                Figure.atLeast(NAME, "creates sustained", Samples.of(rate).median(), "1/s", 150),
                Figure.atMost(NAME, "creates that failed", failed, "", 0),
                Figure.atLeast(NAME, "reads of an image", Samples.of(reads).median(), "1/s", 3_000),
                Figure.beside(
                        NAME,
                        "reads of an image",
                        Samples.of(reads).median(),
                        "1/s",
                        "a constant answer",
                        Samples.of(bare).median()));
    }
}
