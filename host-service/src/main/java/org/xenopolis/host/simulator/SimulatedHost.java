package org.xenopolis.host.simulator;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.ConsoleText;
import org.xenopolis.host.driver.DiskSource;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.HostDescription;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.driver.IncomingMigration;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.faults.Steps;

/**
 * One simulated host behind the driver's port. Its clock is CLOCK_MONOTONIC, which goes on while no process looks and
 * starts anew with the machine, whereupon the host has rebooted.
 */
public final class SimulatedHost implements HypervisorDriver {
    private final HostLog log;
    private final SimulatorSettings settings;
    private final SimulatorTime time;
    private final Steps steps;
    private final SimulatedDisks disks;
    private final SimulatedDomains domains;
    private final SimulatedBuilds builds;

    private SimulatedHost(HostLog log, SimulatorSettings settings, SimulatorTime time, Steps steps) {
        this.log = log;
        this.settings = settings;
        this.time = time;
        this.steps = steps;
        this.disks = new SimulatedDisks(log, settings.disk(), settings.behaviours(), steps);
        this.domains = new SimulatedDomains(log, settings, time, steps);
        this.builds = new SimulatedBuilds(log, domains, disks, settings, time, steps);
    }

    /**
     * Continues the host whose files these are, or makes a new one.
     *
     * @param folder of the simulated hypervisor
     * @param truthFile the host's ground truth
     */
    public static SimulatedHost open(
            HostId id, Path folder, Path truthFile, SimulatorSettings settings, SimulatorTime time, Steps steps) {
        HostLog log = HostLog.open(id, folder, truthFile, settings, time);
        return new SimulatedHost(log, settings, time, steps);
    }

    /** The host loses its power and starts again: every domain is gone, the disks stay. */
    public void reboot() {
        log.reboot();
    }

    @Override
    public HostDescription describe() {
        return log.locked(() -> new HostDescription(
                log.model().bootId(),
                log.model().bootedAtNanos(),
                settings.physicalCpus(),
                settings.memory(),
                settings.disk(),
                settings.xen(),
                settings.cpu(),
                settings.linkBytesPerSecond(),
                settings.diskBytesPerSecond()));
    }

    @Override
    public long nowNanos() {
        return log.clockNanos();
    }

    @Override
    public List<Domain> list() {
        return domains.list();
    }

    // Disks.

    @Override
    public void makeDisk(InstanceId instance, DiskSource source, DiskSize size) {
        disks.make(instance, source, size);
    }

    @Override
    public void receiveDisk(InstanceId instance, DiskSize size) {
        disks.receive(instance, size);
    }

    @Override
    public Map<InstanceId, DiskSize> disks() {
        return disks.sizes();
    }

    @Override
    public long growDisk(InstanceId instance, DiskSize size) {
        return disks.grow(instance, size);
    }

    @Override
    public InputStream copyDisk(InstanceId instance) {
        return disks.copy(instance);
    }

    @Override
    public long wipeDisk(InstanceId instance) {
        return disks.wipe(instance);
    }

    @Override
    public long attachVolume(InstanceId instance, DomainConfig.Disk volume) {
        return disks.attach(instance, volume);
    }

    @Override
    public long detachVolume(InstanceId instance, VolumeId volume) {
        return disks.detach(instance, volume);
    }

    @Override
    public Map<VolumeId, DiskSize> volumes() {
        return disks.volumeSizes();
    }

    @Override
    public void wipeVolume(VolumeId volume) {
        disks.wipeVolume(volume);
    }

    @Override
    public void wipeVolumes(InstanceId instance) {
        disks.wipeVolumes(instance);
    }

    // Life.

    @Override
    public Domain build(DomainConfig config) {
        return builds.boot(config);
    }

    @Override
    public Reading unpause(int domid) {
        return domains.unpause(domid);
    }

    @Override
    public Reading pause(int domid) {
        return domains.pause(domid);
    }

    @Override
    public Reading shutdown(int domid, Duration patience) {
        return domains.shutdown(domid, patience);
    }

    @Override
    public Reading halt(int domid) {
        return domains.halt(domid);
    }

    @Override
    public void destroy(int domid) {
        domains.destroy(domid);
    }

    @Override
    public Reading resize(int domid, VcpuCount vcpus, MemorySize memory) {
        return domains.resize(domid, vcpus, memory);
    }

    @Override
    public void setRules(int domid, List<DomainConfig.Nic> nics) {
        domains.setRules(domid, nics);
    }

    @Override
    public Reading save(int domid) {
        return domains.save(domid);
    }

    @Override
    public boolean hasSaved(InstanceId instance) {
        return disks.hasSaved(instance);
    }

    @Override
    public Domain restore(DomainConfig config) {
        return builds.restore(config);
    }

    @Override
    public void dropSaved(InstanceId instance) {
        disks.dropSaved(instance);
    }

    @Override
    public ConsoleText console(int domid, long fromOffset) {
        return domains.console(domid, fromOffset);
    }

    // Migration.

    @Override
    public long dirtyBytesPerSecond(int domid) {
        return domains.dirtyBytesPerSecond(domid);
    }

    @Override
    public long diskHeldBytes(Domain domain) {
        return domains.diskHeldBytes(domain);
    }

    @Override
    public OutgoingMigration send(int domid, HostId target) {
        return new SimulatedSend(domains, domid, settings, time, steps);
    }

    @Override
    public IncomingMigration receive(DomainConfig config) {
        return new SimulatedReceive(builds, domains, config, settings.behaviours());
    }

    @Override
    public Reading resume(int domid) {
        return domains.resume(domid);
    }

    @Override
    public void relinquish(int domid) {
        domains.relinquish(domid);
    }

    @Override
    public void reclaim(int domid) {
        domains.reclaim(domid);
    }

    @Override
    public void watchUntil(long atNanos) {
        domains.watchUntil(atNanos);
    }

    @Override
    public void close() {
        log.close();
    }
}
