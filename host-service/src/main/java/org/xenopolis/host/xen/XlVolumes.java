package org.xenopolis.host.xen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.DiskSize;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Ask.Backing;
import org.xenopolis.host.xen.dom0.BlockDevice;
import org.xenopolis.host.xen.dom0.Command;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.Dom0Exception;
import org.xenopolis.host.xen.dom0.Vdev;

/** Volumes: sparse raw files, and whose they are, written down beside them in dom0. */
final class XlVolumes {
    private final Dom0 dom0;
    private final Eye eye;
    private final Room room;
    private final DiskTimes times;
    private final Sightings sightings;

    XlVolumes(Dom0 dom0, Eye eye, Room room, DiskTimes times, Sightings sightings) {
        this.dom0 = dom0;
        this.eye = eye;
        this.room = room;
        this.times = times;
        this.sightings = sightings;
    }

    long attach(InstanceId instance, DomainConfig.Disk volume) {
        Look look = eye.look().look();
        boolean owned = isOwned(look, instance, volume.volume());
        Vdev vdev = own(look, instance, volume, Optional.empty());
        boolean seen = look.domainOf(instance)
                .map(domain -> give(look, domain, volume.volume(), vdev))
                .orElse(false);
        return owned && !seen
                ? times.last(instance, look.atNanos())
                : times.changed(instance, eye.look().look().atNanos());
    }

    private static boolean isOwned(Look look, InstanceId instance, VolumeId volume) {
        return owner(look, volume)
                .filter(owner -> owner.instance().equals(instance))
                .isPresent();
    }

    private static Optional<Look.Owner> owner(Look look, VolumeId volume) {
        Look.Volume known = look.volumes().get(volume);
        return known == null ? Optional.empty() : known.owner();
    }

    /**
     * Makes it, unless it is here, and makes it the instance's.
     *
     * @param wanted its name inside, when a running guest knows it by one
     * @return its name inside
     */
    Vdev own(Look look, InstanceId instance, DomainConfig.Disk volume, Optional<Vdev> wanted) {
        Optional<Look.Owner> owner = owner(look, volume.volume());
        if (owner.isPresent()) {
            if (!owner.get().instance().equals(instance)) {
                throw Refusals.conflict("volume-in-use", "The volume is attached to another instance.");
            }
            return owner.get().vdev();
        }
        if (!look.volumes().containsKey(volume.volume())) {
            room.requireDisk(look, volume.sizeBytes());
            dom0.ask(new Ask.MakeVolume(volume.volume(), volume.sizeBytes()));
        }
        Vdev vdev = wanted.orElseGet(() -> freeVdev(eye.look().look(), instance));
        dom0.ask(new Ask.Own(volume.volume(), instance, vdev));
        return vdev;
    }

    private static Vdev freeVdev(Look look, InstanceId instance) {
        Set<Vdev> taken = new HashSet<>();
        look.volumes().values().stream()
                .flatMap(volume -> volume.owner().stream())
                .filter(owner -> owner.instance().equals(instance))
                .forEach(owner -> taken.add(owner.vdev()));
        for (char letter = (char) (Vdev.ROOT.letter() + 1); letter < Vdev.SEED.letter(); letter++) {
            Vdev vdev = new Vdev(letter);
            if (!taken.contains(vdev)) {
                return vdev;
            }
        }
        throw Refusals.conflict("too-many-volumes", "The instance has as many volumes as it can have.");
    }

    /** @return whether the domain did not have it before */
    private boolean give(Look look, SeenDomain domain, VolumeId volume, Vdev vdev) {
        if (domain.isShutDown() || look.disks().containsKey(new Look.Device(domain.domid(), vdev.number()))) {
            return false;
        }
        BlockDevice device = loop(volume);
        try {
            dom0.run(new Command.BlockAttach(domain.domid(), device, vdev));
        } finally {
            dom0.ask(new Ask.Unloop(device));
        }
        return true;
    }

    BlockDevice loop(VolumeId volume) {
        return new BlockDevice(
                dom0.ask(new Ask.Loop(Backing.VOLUME, volume.value())).getFirst());
    }

    long detach(InstanceId instance, VolumeId volume) {
        Look look = eye.look().look();
        Optional<Look.Owner> owner =
                owner(look, volume).filter(known -> known.instance().equals(instance));
        if (owner.isEmpty()) {
            return times.last(instance, look.atNanos());
        }
        look.domainOf(instance)
                .ifPresent(domain -> take(domain.domid(), owner.get().vdev()));
        dom0.ask(new Ask.Disown(volume));
        return times.changed(instance, eye.look().look().atNanos());
    }

    /** The guest has to let it go; what it has used of it stays counted. */
    private void take(int domid, Vdev vdev) {
        Look.Device device = new Look.Device(domid, vdev.number());
        var used = eye.look().look().disks().get(device);
        if (used == null) {
            return;
        }
        try {
            dom0.run(new Command.BlockDetach(domid, vdev));
        } catch (Dom0Exception e) {
            if (eye.look().look().disks().containsKey(device)) {
                throw Refusals.conflict("volume-busy", "The guest does not let the volume go.");
            }
        }
        sightings.taken(domid, used);
    }

    Map<VolumeId, DiskSize> sizes() {
        Map<VolumeId, DiskSize> sizes = new HashMap<>();
        eye.look().look().volumes().forEach((volume, known) -> sizes.put(volume, new DiskSize(known.bytes())));
        return sizes;
    }

    void wipe(VolumeId volume) {
        Look look = eye.look().look();
        if (owner(look, volume).isPresent()) {
            throw Refusals.conflict("volume-in-use", "The volume is attached to an instance.");
        }
        if (look.volumes().containsKey(volume)) {
            dom0.ask(new Ask.WipeVolume(volume));
        }
    }

    void wipeAll(InstanceId instance) {
        Look look = eye.look().look();
        List<VolumeId> owned = look.volumes().keySet().stream()
                .filter(volume -> isOwned(look, instance, volume))
                .toList();
        owned.forEach(volume -> dom0.ask(new Ask.WipeVolume(volume)));
        if (!owned.isEmpty()) {
            times.changed(instance, eye.look().look().atNanos());
        }
    }
}
