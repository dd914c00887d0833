package org.xenopolis.host.simulator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.driver.HypervisorDriverContract;
import org.xenopolis.host.faults.Steps;

class SimulatedHostContractTest extends HypervisorDriverContract {
    @TempDir
    Path folder;

    private final HostId id = new HostId(UUID.randomUUID());
    private SimulatedHost host;
    private SimulatedHost other;

    @BeforeEach
    void openHosts() {
        host = open("one");
        other = open("two");
    }

    private SimulatedHost open(String name) {
        return SimulatedHost.open(
                id,
                folder.resolve(name),
                folder.resolve(name + ".jsonl"),
                SimulatorSettings.of(2, MemorySize.ofGibibytes(1), DiskSize.ofGibibytes(10), 2)
                        .speededUp(10)
                        .behaving(behaviours()),
                SimulatorTime.machine(),
                Steps.NONE);
    }

    /** What of real hosts these have. */
    XenBehaviours behaviours() {
        return XenBehaviours.NONE;
    }

    @Override
    protected void closeHosts() {
        host.close();
        other.close();
    }

    @Override
    protected HypervisorDriver driver() {
        return host;
    }

    @Override
    protected HypervisorDriver other() {
        return other;
    }

    @Override
    protected void restartAgent() {
        host.close();
        host = open("one");
    }

    @Override
    protected byte[] userData() {
        return "xeno-sim: cpu=0.1 disk=5".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected byte[] busyUserData() {
        return "xeno-sim: cpu=1".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected byte[] rebootingUserData() {
        return "xeno-sim: reboot-every=0.05".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected Duration measuring() {
        return Duration.ofMillis(200);
    }

    @Override
    protected DiskSource image() {
        return new DiskSource(digest('a'), List.of(), "");
    }
}
