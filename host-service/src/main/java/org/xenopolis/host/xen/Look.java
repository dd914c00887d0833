package org.xenopolis.host.xen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.VolumeId;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.xen.dom0.Dom0Exception;
import org.xenopolis.host.xen.dom0.Vdev;

/**
 * Everything on a host as the hand in dom0 saw it at one moment of the host's clock.
 *
 * @param disks counters of each disk that a domain has, by domid and number of the device
 * @param cards the same of network cards
 */
record Look(
        long atNanos,
        List<SeenDomain> domains,
        Map<Device, Counters> disks,
        Map<Device, Counters> cards,
        Map<InstanceId, Kept> instances,
        Map<VolumeId, Volume> volumes) {
    private static final int SECTOR = 512;

    /** A device of a domain: never of domain 0. */
    record Device(int domid, int number) {}

    /**
     * @param diskBytes less than 0 when there is no disk
     * @param heldBytes of those, what was written to
     */
    record Kept(long diskBytes, long heldBytes, boolean saved) {}

    record Volume(long bytes, long heldBytes, Optional<Owner> owner) {}

    record Owner(InstanceId instance, Vdev vdev) {}

    /** @throws Dom0Exception for an answer in another form than ours: never a part of the truth */
    static Look of(List<String> lines) {
        Look look = new Look(
                nanos(lines), new ArrayList<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        lines.stream().skip(1).map(line -> line.split("\t", -1)).forEach(look::add);
        return look;
    }

    private static long nanos(List<String> lines) {
        String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split("\t", -1);
        if (words.length != 2 || !words[0].equals("now")) {
            throw new Dom0Exception("a look without its moment");
        }
        return Long.parseLong(words[1]);
    }

    private void add(String[] words) {
        try {
            switch (words[0]) {
                case "domain" -> domains.add(SeenDomain.of(words));
                case "disk" -> disks.put(device(words), disk(words));
                case "card" ->
                    cards.put(
                            device(words),
                            new Counters(0, 0, 0, 0, Long.parseLong(words[3]), Long.parseLong(words[4])));
                case "instance" ->
                    instances.put(
                            InstanceId.of(words[1]),
                            new Kept(Long.parseLong(words[2]), Long.parseLong(words[3]), words[4].equals("saved")));
                case "volume" ->
                    volumes.put(
                            VolumeId.of(words[1]),
                            new Volume(Long.parseLong(words[2]), Long.parseLong(words[3]), owner(words)));
                default -> throw new Dom0Exception("a look with " + words[0]);
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new Dom0Exception("a look with an ill-formed " + words[0], e);
        }
    }

    private static Device device(String[] words) {
        return new Device(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    private static Counters disk(String[] words) {
        return new Counters(
                0,
                Long.parseLong(words[3]) * SECTOR,
                Long.parseLong(words[4]) * SECTOR,
                Long.parseLong(words[5]) + Long.parseLong(words[6]),
                0,
                0);
    }

    private static Optional<Owner> owner(String[] words) {
        return words[4].equals("-")
                ? Optional.empty()
                : Optional.of(new Owner(InstanceId.of(words[4]), Vdev.of(words[5])));
    }

    /** What the domain has used, without what was taken from it. */
    Counters counters(SeenDomain domain) {
        Counters sum = new Counters(domain.cpuNanos(), 0, 0, 0, 0, 0);
        for (Map<Device, Counters> devices : List.of(disks, cards)) {
            for (Map.Entry<Device, Counters> device : devices.entrySet()) {
                if (device.getKey().domid() == domain.domid()) {
                    sum = sum.plus(device.getValue());
                }
            }
        }
        return sum;
    }

    Optional<SeenDomain> domain(int domid) {
        return domains.stream().filter(domain -> domain.domid() == domid).findFirst();
    }

    /** The domain that the instance lives in; one that moved away only when there is no other. */
    Optional<SeenDomain> domainOf(InstanceId instance) {
        return domains.stream()
                .filter(domain -> domain.isOf(instance) && !domain.flags().contains("d"))
                .min((a, b) -> a.stage().compareTo(b.stage()));
    }

    boolean isSaved(InstanceId instance) {
        Kept kept = instances.get(instance);
        return kept != null && kept.saved();
    }

    boolean hasDisk(InstanceId instance) {
        Kept kept = instances.get(instance);
        return kept != null && kept.diskBytes() >= 0;
    }

    /** What there is of the instance's disk and volumes. */
    long heldBytes(InstanceId instance) {
        Kept kept = instances.get(instance);
        return (kept == null ? 0 : kept.heldBytes())
                + volumes.values().stream()
                        .filter(volume -> volume.owner()
                                .filter(owner -> owner.instance().equals(instance))
                                .isPresent())
                        .mapToLong(Volume::heldBytes)
                        .sum();
    }

    long diskBytesInUse() {
        return instances.values().stream()
                        .mapToLong(kept -> Math.max(0, kept.diskBytes()))
                        .sum()
                + volumes.values().stream().mapToLong(Volume::bytes).sum();
    }
}
