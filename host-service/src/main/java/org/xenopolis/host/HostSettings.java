package org.xenopolis.host;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.host.simulator.SimulatorSettings;
import org.xenopolis.host.simulator.XenBehaviours;

/** The configuration of the process. Its fields are read directly, so it must not be behind a proxy. */
@Singleton
class HostSettings {
    @ConfigProperty(name = "xeno.tls.dir")
    String tlsDirectory = "";

    @ConfigProperty(name = "xeno.data.dir")
    String dataDirectory = "";

    @ConfigProperty(name = "xeno.journal.dir")
    Optional<String> journalDirectory = Optional.empty();

    @ConfigProperty(name = "xeno.scheduler")
    String scheduler = "";

    @ConfigProperty(name = "xeno.images")
    String images = "";

    @ConfigProperty(name = "xeno.bind.address", defaultValue = "127.0.0.1")
    String bindAddress = "";

    @ConfigProperty(name = "xeno.metering.interval", defaultValue = "PT1M")
    Duration meteringInterval = Duration.ZERO;

    @ConfigProperty(name = "xeno.images.cache.bytes", defaultValue = "10737418240")
    long imageCacheBytes;

    @ConfigProperty(name = "xeno.driver", defaultValue = "simulated")
    Driver driver = Driver.SIMULATED;

    @ConfigProperty(name = "xeno.sim.hosts", defaultValue = "8")
    int hosts;

    @ConfigProperty(name = "xeno.sim.port.base", defaultValue = "9200")
    int portBase;

    @ConfigProperty(name = "xeno.sim.cpus", defaultValue = "16")
    int cpus;

    @ConfigProperty(name = "xeno.sim.memory.mib", defaultValue = "65536")
    long memoryMebibytes;

    @ConfigProperty(name = "xeno.sim.disk.gib", defaultValue = "1024")
    long diskGibibytes;

    @ConfigProperty(name = "xeno.sim.boot.millis", defaultValue = "300")
    long bootMillis;

    @ConfigProperty(name = "xeno.sim.migration.speedup", defaultValue = "1")
    double migrationSpeedup;

    @ConfigProperty(name = "xeno.sim.behaviours")
    Optional<List<String>> behaviours = Optional.empty();

    @ConfigProperty(name = "xeno.sim.seed", defaultValue = "0")
    long seed;

    @ConfigProperty(name = "xeno.sim.faults")
    Optional<String> faults = Optional.empty();

    @ConfigProperty(name = "xeno.xl.dom0", defaultValue = "helper")
    Dom0Way dom0 = Dom0Way.HELPER;

    @ConfigProperty(name = "xeno.xl.socket", defaultValue = "/run/xenopolis/dom0.sock")
    String dom0Socket = "";

    @ConfigProperty(name = "xeno.xl.ssh.address")
    Optional<String> sshAddress = Optional.empty();

    @ConfigProperty(name = "xeno.xl.ssh.port", defaultValue = "22")
    int sshPort;

    @ConfigProperty(name = "xeno.xl.ssh.user", defaultValue = "root")
    String sshUser = "";

    @ConfigProperty(name = "xeno.xl.ssh.key")
    Optional<String> sshKey = Optional.empty();

    @ConfigProperty(name = "xeno.xl.ssh.known-hosts")
    Optional<String> sshKnownHosts = Optional.empty();

    @ConfigProperty(name = "xeno.xl.network", defaultValue = "bridge")
    NetworkKind network = NetworkKind.BRIDGE;

    @ConfigProperty(name = "xeno.xl.gateway")
    Optional<String> gateway = Optional.empty();

    @ConfigProperty(name = "xeno.xl.dns")
    Optional<List<String>> dns = Optional.empty();

    @ConfigProperty(name = "xeno.xl.uplink")
    Optional<String> uplink = Optional.empty();

    @ConfigProperty(name = "xeno.xl.bridge", defaultValue = "xenbr0")
    String bridge = "";

    @ConfigProperty(name = "xeno.xl.network.prefix", defaultValue = "24")
    int networkPrefix;

    @ConfigProperty(name = "xeno.xl.cpus.guests")
    Optional<String> guestCpus = Optional.empty();

    @ConfigProperty(name = "xeno.xl.disk.bytes")
    Optional<Long> diskBytes = Optional.empty();

    @ConfigProperty(name = "xeno.xl.link.bytes", defaultValue = "125000000")
    long linkBytesPerSecond;

    @ConfigProperty(name = "xeno.xl.disk.throughput", defaultValue = "0")
    long diskBytesPerSecond;

    @ConfigProperty(name = "xeno.xl.migration.address")
    Optional<String> migrationAddress = Optional.empty();

    @ConfigProperty(name = "xeno.xl.migration.port", defaultValue = "0")
    int migrationPort;

    @ConfigProperty(name = "xeno.xl.tsc.native", defaultValue = "false")
    boolean nativeTsc;

    @ConfigProperty(name = "xeno.xl.pv.only", defaultValue = "false")
    boolean pvOnly;

    /** What is under the agents. */
    enum Driver {
        SIMULATED,
        XL
    }

    /** What guests' cards are connected to. */
    enum NetworkKind {
        BRIDGE,
        ROUTED,
        NAT,
        HOST_ONLY
    }

    /** How verbs reach dom0. */
    enum Dom0Way {
        /** Through the socket of the helper; the agent itself has no privileges. */
        HELPER,
        /** The agent is root in dom0. */
        ROOT,
        /** The agent is elsewhere. */
        SSH
    }

    Path tls() {
        return Path.of(tlsDirectory);
    }

    Path data() {
        return Path.of(dataDirectory);
    }

    Path truth() {
        return journalDirectory.map(Path::of).orElseGet(() -> data().resolve("truth"));
    }

    SimulatorSettings simulator(HostId host) {
        return SimulatorSettings.of(
                        cpus, MemorySize.ofMebibytes(memoryMebibytes), DiskSize.ofGibibytes(diskGibibytes), bootMillis)
                .speededUp(migrationSpeedup)
                .behaving(XenBehaviours.of(behaviours.orElse(List.of()), host, seed));
    }
}
