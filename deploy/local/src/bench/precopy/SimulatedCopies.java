import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.Epoch;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.Share;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.simulator.SimulatedHost;
import org.xenopolis.host.simulator.SimulatorSettings;
import org.xenopolis.host.simulator.SimulatorTime;
import org.xenopolis.host.simulator.XenBehaviours;

/**
 * Migrates guests away from a simulated host, in a time of its own, and prints what happened: {@code MEMORY_BYTES
 * DIRTY_BYTES_PER_SECOND LINK_BYTES_PER_SECOND DISK_BYTES DISK_HELD_BYTES COPIED_BYTES COPY_NANOS PAUSE_NANOS}. Arguments:
 * how many, and the seed.
 */
public final class SimulatedCopies {
    private static final long MEBIBYTE = 1L << 20;
    private static final DiskSize DISK = DiskSize.ofGibibytes(20);

    public static void main(String[] arguments) throws Exception {
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
        Path folder = Files.createTempDirectory("simulated-copies");
        OwnTime time = new OwnTime();
        SimulatorSettings settings = new SimulatorSettings(
                64,
                MemorySize.ofGibibytes(256),
                DiskSize.ofGibibytes(1_000),
                SimulatorSettings.of(1, MemorySize.ofGibibytes(1), DiskSize.ofGibibytes(1), 1)
                        .xen(),
                SimulatorSettings.CPU,
                125_000_000L * (1 + 9 * random.nextInt(2)),
                2_000_000_000L,
                1,
                1,
                XenBehaviours.NONE);
        try (SimulatedHost host = SimulatedHost.open(
                new HostId(new UUID(1, 1)), folder.resolve("host"), folder.resolve("truth"), settings, time, Steps.NONE)) {
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                long memory = (512 + random.nextLong(32_000)) * MEBIBYTE;
                // Most guests write a little, some write nearly as fast as the link carries.
                double dirty = random.nextInt(4) > 0 ? 1 + 20 * random.nextDouble() : 100 * random.nextDouble();
                migrate(host, time, settings, new UUID(2, i), memory, dirty, 200 * random.nextDouble());
            }
        }
    }

    private static void migrate(
            SimulatedHost host, OwnTime time, SimulatorSettings settings, UUID id, long memory, double dirty, double disk) {
        DomainConfig config = new DomainConfig(
                new InstanceId(id),
                Epoch.FIRST,
                VcpuCount.of(2),
                new MemorySize(memory),
                Share.DEFAULT,
                List.of(),
                List.of(),
                new DomainConfig.Seed(
                        "guest",
                        List.of(),
                        "xeno-sim: cpu=0.5 dirty=%.3f disk=%.3f".formatted(dirty, disk).getBytes(StandardCharsets.UTF_8)),
                false);
        host.receiveDisk(config.instance(), DISK);
        int domid = host.build(config).domid();
        host.unpause(domid);
        time.sleep(Duration.ofSeconds(10));
        long held = host.list().stream()
                .filter(domain -> domain.domid() == domid)
                .mapToLong(host::diskHeldBytes)
                .sum();
        long started = time.nanos();
        try (OutgoingMigration outgoing = host.send(domid, new HostId(new UUID(1, 2)))) {
            OutgoingMigration.Chunk chunk = outgoing.next();
            while (!chunk.last()) {
                chunk = outgoing.next();
            }
            long stopped = outgoing.stopped().sinceNanos();
            System.out.println(memory + " " + host.dirtyBytesPerSecond(domid) + " " + settings.linkBytesPerSecond() + " "
                    + DISK.bytes() + " " + held + " " + chunk.bytesTotal() + " " + (stopped - started) + " " + (time.nanos() - stopped));
        }
        host.destroy(domid);
        host.wipeDisk(config.instance());
    }

    /** Passes only while somebody sleeps. */
    private static final class OwnTime implements SimulatorTime {
        private long now = 1_000_000_000L;

        @Override
        public synchronized long nanos() {
            return now;
        }

        @Override
        public synchronized long wallNanos() {
            return now;
        }

        @Override
        public String machineBootId() {
            return "bench";
        }

        @Override
        public synchronized void sleep(Duration duration) {
            now += Math.max(0, duration.toNanos());
        }
    }
}
