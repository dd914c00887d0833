package org.xenopolis.host;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.host.simulator.SimulatorSettings;

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

    @ConfigProperty(name = "xeno.sim.faults")
    Optional<String> faults = Optional.empty();

    Path tls() {
        return Path.of(tlsDirectory);
    }

    Path data() {
        return Path.of(dataDirectory);
    }

    Path truth() {
        return journalDirectory.map(Path::of).orElseGet(() -> data().resolve("truth"));
    }

    SimulatorSettings simulator() {
        return SimulatorSettings.of(
                        cpus, MemorySize.ofMebibytes(memoryMebibytes), DiskSize.ofGibibytes(diskGibibytes), bootMillis)
                .speededUp(migrationSpeedup);
    }
}
