package org.xenopolis.host.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.simulator.record.Booted;
import org.xenopolis.host.simulator.record.DiskMade;
import org.xenopolis.host.simulator.record.Saved;
import org.xenopolis.host.simulator.record.SimGuest;
import org.xenopolis.host.simulator.record.SimRecord;
import org.xenopolis.host.simulator.record.Snapshot;
import org.xenopolis.host.simulator.record.VolumeAttached;

/**
 * The state of a simulated host: a fold over its events. Counters between two events are computed when they are asked
 * for, and the same events give the same counters however often and whenever that was.
 *
 * <p>While the guests' demands together fit the CPUs, each gets what it wants, in closed form. Otherwise the time is cut
 * where a demand changes, and shared by weight within each piece.
 */
final class HostModel {
    private final long capacityMicros;
    private final TreeMap<Integer, SimulatedGuest> guests = new TreeMap<>();
    private final Map<String, DiskMade> disks = new LinkedHashMap<>();
    private final Map<String, SimGuest> saved = new LinkedHashMap<>();
    private final Map<String, Map<String, VolumeAttached>> volumes = new LinkedHashMap<>();
    /** Instances of which only the disk is here, after they have run. */
    private final Set<String> resting = new LinkedHashSet<>();

    private String bootId = "";
    private String machineBootId = "";
    private long bootedAtNanos;
    private int nextDomid = 1;
    private long watchUntilNanos = Long.MAX_VALUE;
    /** All guests are counted up to here. */
    private long settledNanos;

    HostModel(int physicalCpus) {
        this.capacityMicros = physicalCpus * 1_000_000L;
    }

    /**
     * What is true of a domain from an event on; or, with domid 0, of a disk that is all there is of its instance.
     *
     * @param diskBytes of the instance's disk and volumes; 0 when a domain took over from the bare disk, or it is gone
     */
    record Change(
            String bootId,
            int domid,
            String instance,
            long epoch,
            DomainState state,
            long memoryBytes,
            int vcpus,
            long diskBytes,
            Counters counters) {}

    /** @return what changed with it */
    List<Change> apply(SimRecord record) {
        long at = record.getAtNanos();
        if (record.hasSnapshot()) {
            load(record.getSnapshot(), at);
            return List.of();
        }
        if (record.hasBooted()) {
            return boot(record.getBooted(), at);
        }
        settle(at);
        return switch (record.getEventCase()) {
            case BUILT -> {
                SimulatedGuest guest = new SimulatedGuest(record.getBuilt().getGuest());
                guests.put(guest.domid(), guest);
                nextDomid = guest.domid() + 1;
                yield List.of(of(guest, guest.state()));
            }
            case TURNED ->
                turn(
                        guest(record.getTurned().getDomid()),
                        DomainState.valueOf(record.getTurned().getState()),
                        at);
            case RESIZED -> {
                var change = record.getResized();
                SimulatedGuest guest = guest(change.getDomid());
                guest.resize(change.getVcpus(), change.getMemoryBytes(), at);
                yield List.of(of(guest, guest.state()));
            }
            case DESTROYED -> {
                SimulatedGuest guest = guest(record.getDestroyed().getDomid());
                guests.remove(guest.domid());
                yield List.of(of(guest, DomainState.GONE));
            }
            case DISK_MADE -> {
                disks.put(record.getDiskMade().getInstanceId(), record.getDiskMade());
                yield diskChanged(record.getDiskMade().getInstanceId());
            }
            case DISK_WIPED -> wiped(record.getDiskWiped().getInstanceId());
            case SAVED -> {
                save(record.getSaved());
                yield record.getSaved().getDropped()
                        ? List.of()
                        : rests(record.getSaved().getInstanceId());
            }
            case VOLUME_ATTACHED -> {
                var volume = record.getVolumeAttached();
                volumes.computeIfAbsent(volume.getInstanceId(), id -> new HashMap<>())
                        .put(volume.getVolumeId(), volume);
                yield diskChanged(volume.getInstanceId());
            }
            case VOLUME_DETACHED -> {
                var volume = record.getVolumeDetached();
                volumes.getOrDefault(volume.getInstanceId(), new HashMap<>()).remove(volume.getVolumeId());
                yield diskChanged(volume.getInstanceId());
            }
            case WATCH_SET -> {
                watchUntilNanos = record.getWatchSet().getUntilNanos();
                yield List.of();
            }
            case BOOTED, SNAPSHOT, EVENT_NOT_SET -> throw new IllegalStateException("a record without an event");
        };
    }

    private List<Change> turn(SimulatedGuest guest, DomainState next, long at) {
        boolean hadRun = hasRun(guest.state());
        guest.turn(next, at);
        List<Change> changes = new ArrayList<>(List.of(of(guest, next)));
        String instance = guest.instance();
        if (next == DomainState.RUNNING && resting.remove(instance)) {
            changes.add(ofDisk(instance, 0));
        } else if (hadRun && (next == DomainState.SHUTDOWN || next == DomainState.CRASHED)) {
            changes.addAll(rests(instance));
        }
        return changes;
    }

    private List<Change> rests(String instance) {
        return disks.containsKey(instance) && resting.add(instance)
                ? List.of(ofDisk(instance, diskBytes(instance)))
                : List.of();
    }

    private List<Change> wiped(String instance) {
        disks.remove(instance);
        saved.remove(instance);
        volumes.remove(instance);
        return resting.remove(instance) ? List.of(ofDisk(instance, 0)) : List.of();
    }

    private List<Change> diskChanged(String instance) {
        if (resting.contains(instance)) {
            return List.of(ofDisk(instance, diskBytes(instance)));
        }
        return guests.values().stream()
                .filter(guest -> guest.instance().equals(instance))
                .map(guest -> of(guest, guest.state()))
                .toList();
    }

    /** The power failed: what ran is gone, as of the last moment of the old boot; disks are what is left of it. */
    private List<Change> boot(Booted boot, long at) {
        List<Change> changes = new ArrayList<>();
        boolean clockGoesOn = boot.getMachineBootId().equals(machineBootId);
        if (clockGoesOn) {
            settle(at);
            guests.values().forEach(guest -> changes.add(of(guest, DomainState.GONE)));
        }
        guests.values().stream()
                .filter(guest -> hasRun(guest.state()) && disks.containsKey(guest.instance()))
                .forEach(guest -> resting.add(guest.instance()));
        guests.clear();
        bootId = boot.getBootId();
        machineBootId = boot.getMachineBootId();
        bootedAtNanos = at;
        settledNanos = at;
        nextDomid = 1;
        watchUntilNanos = Long.MAX_VALUE;
        resting.forEach(instance -> changes.add(ofDisk(instance, diskBytes(instance))));
        return changes;
    }

    /** Whether a domain in this state has run here, and may again. */
    private static boolean hasRun(DomainState state) {
        return switch (state) {
            case RUNNING, BLOCKED, PAUSED, SUSPENDED -> true;
            default -> false;
        };
    }

    private Change of(SimulatedGuest guest, DomainState state) {
        return new Change(
                bootId,
                guest.domid(),
                guest.instance(),
                guest.epoch(),
                state,
                guest.memoryBytes(),
                guest.vcpus(),
                diskBytes(guest.instance()),
                guest.counters(0, 0));
    }

    private Change ofDisk(String instance, long bytes) {
        return new Change(bootId, 0, instance, 0, DomainState.GONE, 0, 0, bytes, Counters.ZERO);
    }

    /** Of its own disk and its volumes. */
    private long diskBytes(String instance) {
        DiskMade disk = disks.get(instance);
        return (disk == null ? 0 : disk.getSizeBytes())
                + volumes.getOrDefault(instance, Map.of()).values().stream()
                        .mapToLong(VolumeAttached::getSizeBytes)
                        .sum();
    }

    private void save(Saved event) {
        if (event.getDropped()) {
            saved.remove(event.getInstanceId());
        } else {
            saved.put(event.getInstanceId(), event.getGuest());
        }
    }

    /** Everything as of now, from which the model can go on without the events before. */
    SimRecord snapshot(long nowNanos) {
        settle(nowNanos);
        Snapshot.Builder all = Snapshot.newBuilder()
                .setBootId(bootId)
                .setMachineBootId(machineBootId)
                .setNextDomid(nextDomid)
                .setWatchUntilNanos(watchUntilNanos)
                .setBootedAtNanos(bootedAtNanos)
                .addAllDisks(disks.values())
                .addAllResting(resting);
        guests.values().forEach(guest -> all.addGuests(guest.record()));
        saved.forEach((instance, guest) ->
                all.addSaved(Saved.newBuilder().setInstanceId(instance).setGuest(guest)));
        volumes.values().forEach(ofInstance -> all.addAllVolumes(ofInstance.values()));
        return SimRecord.newBuilder().setAtNanos(nowNanos).setSnapshot(all).build();
    }

    private void load(Snapshot all, long at) {
        bootId = all.getBootId();
        machineBootId = all.getMachineBootId();
        nextDomid = all.getNextDomid();
        watchUntilNanos = all.getWatchUntilNanos();
        bootedAtNanos = all.getBootedAtNanos();
        resting.addAll(all.getRestingList());
        all.getGuestsList().forEach(guest -> guests.put(guest.getDomid(), new SimulatedGuest(guest)));
        all.getDisksList().forEach(disk -> disks.put(disk.getInstanceId(), disk));
        all.getSavedList().forEach(this::save);
        all.getVolumesList()
                .forEach(volume -> volumes.computeIfAbsent(volume.getInstanceId(), id -> new HashMap<>())
                        .put(volume.getVolumeId(), volume));
        settledNanos = at;
    }

    /** Counts every guest up to that moment. */
    private void settle(long at) {
        Map<Integer, Long> used = cpuSince(at);
        long ran = at - settledNanos;
        guests.values().forEach(guest -> {
            if (guest.isUnpaused()) {
                guest.ran(ran, used.getOrDefault(guest.domid(), 0L));
            }
        });
        settledNanos = at;
    }

    /** Readings of all guests at that moment, which is not before the last event. */
    Map<Integer, Reading> readings(long at) {
        Map<Integer, Long> used = cpuSince(at);
        // Where CPUs are short, counting moved on to the last change of demand.
        long ran = at - settledNanos;
        Map<Integer, Reading> readings = new TreeMap<>();
        guests.values().forEach(guest -> {
            Counters counters = guest.isUnpaused()
                    ? guest.counters(ran, used.getOrDefault(guest.domid(), 0L))
                    : guest.counters(0, 0);
            readings.put(guest.domid(), new Reading(guest.state(), guest.sinceNanos(), at, counters));
        });
        return readings;
    }

    private Map<Integer, Long> cpuSince(long at) {
        if (at < settledNanos) {
            throw new IllegalArgumentException("time went back: " + at + " after " + settledNanos);
        }
        List<SimulatedGuest> running =
                guests.values().stream().filter(SimulatedGuest::isUnpaused).toList();
        Map<Integer, Long> used = new HashMap<>();
        if (running.stream().mapToLong(SimulatedGuest::wantedMicrosMax).sum() <= capacityMicros) {
            running.forEach(guest -> used.put(guest.domid(), guest.freeCpuNanos(settledNanos, at)));
            return used;
        }
        long edge = nextEdge(running, settledNanos);
        while (edge <= at) {
            long[] given = shares(running, settledNanos);
            for (int i = 0; i < given.length; i++) {
                running.get(i).ran(edge - settledNanos, SimulatedGuest.part(edge - settledNanos, given[i]));
            }
            settledNanos = edge;
            edge = nextEdge(running, edge);
        }
        long[] given = shares(running, settledNanos);
        for (int i = 0; i < given.length; i++) {
            used.put(running.get(i).domid(), SimulatedGuest.part(at - settledNanos, given[i]));
        }
        return used;
    }

    private static long nextEdge(List<SimulatedGuest> running, long after) {
        return running.stream()
                .mapToLong(guest -> guest.program().nextEdgeAfter(after))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private long[] shares(List<SimulatedGuest> running, long at) {
        long[] wanted =
                running.stream().mapToLong(guest -> guest.wantedMicrosAt(at)).toArray();
        int[] weights = running.stream().mapToInt(SimulatedGuest::weight).toArray();
        return CreditScheduler.share(capacityMicros, wanted, weights);
    }

    /** A guest that ends without anybody asking, and when. */
    record Ending(int domid, long atNanos) {}

    /** The first guest that ends by itself, or by the watch, at or before that moment. */
    @Nullable
    Ending nextEnding(long until) {
        Ending first = null;
        for (SimulatedGuest guest : guests.values()) {
            long ends = guest.endsAtNanos(settledNanos);
            if (guest.isWatched() && hasRun(guest.state())) {
                ends = Math.min(ends, Math.max(watchUntilNanos, settledNanos));
            }
            if (ends <= until && (first == null || ends < first.atNanos())) {
                first = new Ending(guest.domid(), ends);
            }
        }
        return first;
    }

    boolean has(int domid) {
        return guests.containsKey(domid);
    }

    SimulatedGuest guest(int domid) {
        SimulatedGuest guest = guests.get(domid);
        if (guest == null) {
            throw new IllegalStateException("no domain " + domid);
        }
        return guest;
    }

    Collection<SimulatedGuest> guests() {
        return guests.values();
    }

    Map<String, DiskMade> disks() {
        return disks;
    }

    @Nullable
    SimGuest savedOf(String instance) {
        return saved.get(instance);
    }

    String bootId() {
        return bootId;
    }

    long bootedAtNanos() {
        return bootedAtNanos;
    }

    String machineBootId() {
        return machineBootId;
    }

    int nextDomid() {
        return nextDomid;
    }

    long watchUntilNanos() {
        return watchUntilNanos;
    }

    long settledNanos() {
        return settledNanos;
    }

    long memoryUsedBytes() {
        return guests.values().stream().mapToLong(SimulatedGuest::memoryBytes).sum();
    }

    long diskUsedBytes() {
        return disks.values().stream().mapToLong(DiskMade::getSizeBytes).sum()
                + volumes.values().stream()
                        .flatMap(ofInstance -> ofInstance.values().stream())
                        .mapToLong(VolumeAttached::getSizeBytes)
                        .sum();
    }
}
