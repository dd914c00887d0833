package org.xenopolis.host.xen;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
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
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.driver.HostDescription;
import org.xenopolis.host.driver.HypervisorDriver;
import org.xenopolis.host.driver.IncomingMigration;
import org.xenopolis.host.driver.OutgoingMigration;
import org.xenopolis.host.driver.Presence;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Layout;
import org.xenopolis.host.xen.net.Network;

/** One real Xen host behind the driver's port. */
public final class XlHost implements HypervisorDriver {
    private static final Logger LOG = Logger.getLogger(XlHost.class);
    private static final int DISK_FIFTHS = 4;

    private final Dom0 dom0;
    private final HostClock clock;
    private final Network network;
    private final HostDescription description;
    private final Eye eye;
    private final XlDisks disks;
    private final XlVolumes volumes;
    private final XlDomains domains;
    private final XlBuilds builds;
    private final DataLine line;

    private XlHost(Dom0 dom0, Layout layout, XlSettings settings) {
        this.dom0 = dom0;
        this.clock = new HostClock(settings.nanoTime());
        this.line = settings.line();
        dom0.ask(new Ask.Sweep());
        HostFacts facts = HostFacts.of(dom0.ask(new Ask.Facts()));
        facts.require(settings.guestCpus());
        LOG.infof("this host: %s", facts.summary());
        this.network = settings.network();
        dom0.ask(new Ask.MakeNetwork(network));
        Room room = new Room(facts.memory(), settings.diskBytes().orElse(facts.diskBytes() / 5 * DISK_FIFTHS));
        this.description = new HostDescription(
                facts.bootId(),
                0,
                settings.guestCpus().map(CpuList::count).orElse(facts.physicalCpus()),
                room.memory(),
                new DiskSize(room.diskBytes()),
                facts.xen(),
                facts.cpu(),
                settings.linkBytesPerSecond(),
                settings.diskBytesPerSecond());
        Sightings sightings = new Sightings(new StateFile(settings.state(), "sightings", facts.bootId()));
        DiskTimes times = new DiskTimes(new StateFile(settings.state(), "disks", facts.bootId()));
        Firewall firewall = new Firewall(dom0, network.place());
        this.eye = new Eye(dom0, clock, sightings);
        this.disks = new XlDisks(dom0, eye, room, times);
        this.volumes = new XlVolumes(dom0, eye, room, times, sightings);
        this.domains = new XlDomains(dom0, eye, sightings, room, firewall, settings.guestCpus());
        this.builds =
                new XlBuilds(dom0, eye, room, volumes, firewall, layout, settings, facts.abilities(settings.pvOnly()));
    }

    /** @param dom0 which it closes when it is closed */
    public static XlHost open(Dom0 dom0, Layout layout, XlSettings settings) {
        XlHost host = new XlHost(dom0, layout, settings);
        // From here on the clock is known.
        host.eye.look();
        return host;
    }

    @Override
    public HostDescription describe() {
        return description;
    }

    @Override
    public long nowNanos() {
        return clock.nowNanos();
    }

    @Override
    public List<Domain> list() {
        return eye.look().domains();
    }

    @Override
    public Presence presence() {
        Eye.Sight recent = eye.recent();
        return new Presence(XlDisks.sizes(recent.look()).keySet(), recent.domains());
    }

    @Override
    public Optional<Domain> find(DomainName name) {
        return eye.look().find(name);
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
        return XlDisks.sizes(eye.look().look());
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
        return volumes.attach(instance, volume);
    }

    @Override
    public long detachVolume(InstanceId instance, VolumeId volume) {
        return volumes.detach(instance, volume);
    }

    @Override
    public Map<VolumeId, DiskSize> volumes() {
        return volumes.sizes();
    }

    @Override
    public void wipeVolume(VolumeId volume) {
        volumes.wipe(volume);
    }

    @Override
    public void wipeVolumes(InstanceId instance) {
        volumes.wipeAll(instance);
    }

    // Life.

    @Override
    public Domain build(DomainConfig config) {
        return builds.build(config);
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
        Look look = eye.recent().look();
        return domain.name().instance().map(look::heldBytes).orElse(0L);
    }

    @Override
    public OutgoingMigration send(int domid, HostId target) {
        requireUnbound(eye.look().look().cards().keySet().stream().anyMatch(card -> card.domid() == domid));
        return new XlSend(dom0, eye, line, domid, target);
    }

    @Override
    public IncomingMigration receive(DomainConfig config) {
        requireUnbound(!config.nics().isEmpty());
        return new XlReceive(dom0, eye, builds, line, config);
    }

    /** A guest whose network stays behind would run on, reached by nobody. */
    private void requireUnbound(boolean hasCard) {
        network.whyBound().filter(why -> hasCard).ifPresent(why -> {
            throw Refusals.conflict("network-does-not-move", why);
        });
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
        dom0.ask(new Ask.Watch(Math.max(0, atNanos)));
    }

    @Override
    public void close() {
        dom0.close();
    }
}
