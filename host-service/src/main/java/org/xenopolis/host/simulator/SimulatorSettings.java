package org.xenopolis.host.simulator;

import java.util.Set;
import org.xenopolis.cluster.CpuModel;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.XenVersion;

/**
 * How a simulated host is made.
 *
 * @param diskBytesPerSecond what its disks can, read and written together
 * @param bootMillis how long a domain takes to be built; its kernel's messages take twice as long, its shutdown half
 * @param behaviours what of real hosts this one has
 * @param migrationSpeedup a copy that the model says takes a second takes this part of it: 10 is ten times as fast
 */
public record SimulatorSettings(
        int physicalCpus,
        MemorySize memory,
        DiskSize disk,
        XenVersion xen,
        CpuModel cpu,
        long linkBytesPerSecond,
        long diskBytesPerSecond,
        long bootMillis,
        double migrationSpeedup,
        XenBehaviours behaviours) {
    public static final CpuModel CPU = new CpuModel("GenuineIntel", Set.of("sse4_2", "aes", "avx", "avx2"));

    public static SimulatorSettings of(int physicalCpus, MemorySize memory, DiskSize disk, long bootMillis) {
        return new SimulatorSettings(
                physicalCpus,
                memory,
                disk,
                XenVersion.of("4.20.0"),
                CPU,
                1_250_000_000L,
                2_000_000_000L,
                bootMillis,
                1,
                XenBehaviours.NONE);
    }

    public SimulatorSettings speededUp(double factor) {
        return new SimulatorSettings(
                physicalCpus,
                memory,
                disk,
                xen,
                cpu,
                linkBytesPerSecond,
                diskBytesPerSecond,
                bootMillis,
                factor,
                behaviours);
    }

    public SimulatorSettings behaving(XenBehaviours others) {
        return new SimulatorSettings(
                physicalCpus,
                memory,
                disk,
                xen,
                cpu,
                linkBytesPerSecond,
                diskBytesPerSecond,
                bootMillis,
                migrationSpeedup,
                others);
    }
}
