package org.xenopolis.host.xen;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.xen.config.BootChoice;
import org.xenopolis.host.xen.config.XlConfig;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Ask.Backing;
import org.xenopolis.host.xen.dom0.Ask.SmallFile;
import org.xenopolis.host.xen.dom0.BlockDevice;
import org.xenopolis.host.xen.dom0.Command;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Dom0Exception;
import org.xenopolis.host.xen.dom0.Layout;
import org.xenopolis.host.xen.dom0.Vdev;
import org.xenopolis.host.xen.net.CardName;
import org.xenopolis.host.xen.net.Ipv4;
import org.xenopolis.host.xen.net.Network;
import org.xenopolis.host.xen.seed.NoCloud;

/** How domains come to be: built from their image, or from their saved memory. */
final class XlBuilds {
    private static final Logger LOG = Logger.getLogger(XlBuilds.class);
    private static final long MEBIBYTE = 1L << 20;

    private final Dom0 dom0;
    private final Eye eye;
    private final Room room;
    private final XlVolumes volumes;
    private final Firewall firewall;
    private final Layout layout;
    private final XlSettings settings;
    private final BootChoice.Abilities abilities;

    XlBuilds(
            Dom0 dom0,
            Eye eye,
            Room room,
            XlVolumes volumes,
            Firewall firewall,
            Layout layout,
            XlSettings settings,
            BootChoice.Abilities abilities) {
        this.dom0 = dom0;
        this.eye = eye;
        this.room = room;
        this.volumes = volumes;
        this.firewall = firewall;
        this.layout = layout;
        this.settings = settings;
        this.abilities = abilities;
    }

    XlVolumes volumes() {
        return volumes;
    }

    Domain build(DomainConfig config) {
        return make(config, new Command.Create(config.instance()));
    }

    Domain restore(DomainConfig config) {
        if (!eye.look().look().isSaved(config.instance())) {
            throw Refusals.notFound("memory-not-found", "The instance's memory is not saved on this host.");
        }
        return make(config, new Command.Restore(config.instance()));
    }

    private Domain make(DomainConfig config, Command command) {
        try (Prepared ignored = prepare(config, Map.of())) {
            dom0.run(command);
        } catch (Dom0Exception e) {
            throw explained(config, e);
        }
        return eye.look().find(config.name()).orElseThrow(Refusals::noDomain);
    }

    /** Everything that a domain needs is there, and held; the domain has it once it is built. */
    final class Prepared implements AutoCloseable {
        private final Room.Promise memory;
        private final List<BlockDevice> devices = new ArrayList<>();

        private Prepared(Room.Promise memory) {
            this.memory = memory;
        }

        @Override
        public void close() {
            memory.close();
            devices.forEach(device -> dom0.ask(new Ask.Unloop(device)));
        }
    }

    /** @param vdevs of volumes whose names inside the guest are settled already */
    Prepared prepare(DomainConfig config, Map<VolumeId, Vdev> vdevs) {
        Look look = eye.look().look();
        if (look.domainOf(config.instance()).isPresent()) {
            throw Refusals.conflict("domain-exists", "The instance has a domain on this host already.");
        }
        Prepared prepared = new Prepared(room.promiseMemory(look, mebibytes(config) * MEBIBYTE));
        boolean complete = false;
        try {
            if (!look.hasDisk(config.instance())) {
                throw Refusals.noDisk();
            }
            new FreeMemory(dom0).require(FreeMemory.needBytes(config, vcpusMax(config)));
            XlConfig xl = configure(look, config, vdevs, prepared.devices);
            dom0.ask(new Ask.Put(config.instance(), SmallFile.CONFIG, xl.text().getBytes(StandardCharsets.US_ASCII)));
            firewall.put(config.instance(), config.nics());
            complete = true;
            return prepared;
        } finally {
            if (!complete) {
                prepared.close();
            }
        }
    }

    private static long mebibytes(DomainConfig config) {
        return (config.memory().bytes() + MEBIBYTE - 1) / MEBIBYTE;
    }

    private static int vcpusMax(DomainConfig config) {
        return config.vcpus().count() * 2;
    }

    /** What xl failed with, in our words, when it is the host's being full. */
    private RuntimeException explained(DomainConfig config, Dom0Exception failure) {
        long free = HostFacts.of(dom0.ask(new Ask.Facts())).freeMemory().bytes();
        if (free < config.memory().bytes()) {
            return Refusals.noRoom("The host has no memory left for this instance.", failure);
        }
        return failure;
    }

    private XlConfig configure(Look look, DomainConfig config, Map<VolumeId, Vdev> vdevs, List<BlockDevice> held) {
        InstanceId instance = config.instance();
        dom0.ask(new Ask.Put(instance, SmallFile.SEED, NoCloud.disk(config, settings.network())));
        dom0.ask(new Ask.Watched(instance, config.endsWithLease()));
        dom0.ask(new Ask.Tend(Ask.Chore.QUIET, instance));
        List<XlConfig.Disk> disks = new ArrayList<>();
        disks.add(new XlConfig.Disk(loop(held, Backing.DISK, instance.value()), Vdev.ROOT, true, layout.plug("block")));
        for (DomainConfig.Disk volume : config.volumes()) {
            Vdev vdev = volumes.own(look, instance, volume, Optional.ofNullable(vdevs.get(volume.volume())));
            disks.add(new XlConfig.Disk(
                    loop(held, Backing.VOLUME, volume.volume().value()), vdev, true, layout.plug("block")));
        }
        disks.add(
                new XlConfig.Disk(loop(held, Backing.SEED, instance.value()), Vdev.SEED, false, layout.plug("block")));
        BootChoice boot =
                BootChoice.of(BootFile.of(dom0.ask(new Ask.ReadBoot(instance))).image(instance, layout), abilities);
        LOG.infof(
                "domain %s boots %s: %s", config.name(), boot.mode().getClass().getSimpleName(), boot.reason());
        long mebibytes = mebibytes(config);
        return new XlConfig(
                instance,
                boot.mode(),
                config.vcpus().count(),
                vcpusMax(config),
                mebibytes,
                mebibytes,
                config.share(),
                disks,
                cards(config),
                settings.guestCpus(),
                settings.nativeTsc());
    }

    private BlockDevice loop(List<BlockDevice> held, Backing backing, UUID of) {
        BlockDevice device = new BlockDevice(dom0.ask(new Ask.Loop(backing, of)).getFirst());
        held.add(device);
        return device;
    }

    private List<XlConfig.Card> cards(DomainConfig config) {
        return IntStream.range(0, config.nics().size())
                .mapToObj(i -> new XlConfig.Card(
                        config.nics().get(i).mac(),
                        CardName.of(config.instance(), i),
                        link(config.nics().get(i))))
                .toList();
    }

    private XlConfig.Link link(DomainConfig.Nic nic) {
        return switch (settings.network().kind()) {
            case Network.Kind.Bridge kind -> new XlConfig.Link.Bridge(kind.bridge(), layout.plug("vif"));
            case Network.Kind.HostOnly kind -> new XlConfig.Link.Bridge(kind.bridge(), layout.plug("vif"));
            case Network.Kind.Routed ignored ->
                new XlConfig.Link.Route(new Ipv4(nic.ipv4()), layout.plug("vif-routed"));
            case Network.Kind.Nat ignored -> new XlConfig.Link.Route(new Ipv4(nic.ipv4()), layout.plug("vif-routed"));
        };
    }
}
