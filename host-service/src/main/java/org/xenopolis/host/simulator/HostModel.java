package org.xenopolis.host.simulator;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.core.Counters;
import org.xenopolis.host.core.Reading;
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
    private String bootId = "";
    private String machineBootId = "";
    private int nextDomid = 1;
    private long watchUntilNanos = Long.MAX_VALUE;
    /** All guests are counted up to here. */
    private long settledNanos;

    HostModel(int physicalCpus) {
        this.capacityMicros = physicalCpus * 1_000_000L;
    }

    void apply(SimRecord record) {
        long at = record.getAtNanos();
        if (record.hasSnapshot()) {
            load(record.getSnapshot(), at);
            return;
        }
        settle(at);
        switch (record.getEventCase()) {
            case BOOTED -> {
                guests.clear();
                bootId = record.getBooted().getBootId();
                machineBootId = record.getBooted().getMachineBootId();
                nextDomid = 1;
                watchUntilNanos = Long.MAX_VALUE;
            }
            case BUILT -> {
                SimulatedGuest guest = new SimulatedGuest(record.getBuilt().getGuest());
                guests.put(guest.domid(), guest);
                nextDomid = guest.domid() + 1;
            }
            case TURNED ->
                guest(record.getTurned().getDomid())
                        .turn(DomainState.valueOf(record.getTurned().getState()), at);
            case RESIZED -> {
                var change = record.getResized();
                guest(change.getDomid()).resize(change.getVcpus(), change.getMemoryBytes(), at);
            }
            case DESTROYED -> guests.remove(record.getDestroyed().getDomid());
            case DISK_MADE -> disks.put(record.getDiskMade().getInstanceId(), record.getDiskMade());
            case DISK_WIPED -> {
                String instance = record.getDiskWiped().getInstanceId();
                disks.remove(instance);
                saved.remove(instance);
                volumes.remove(instance);
            }
            case SAVED -> save(record.getSaved());
            case VOLUME_ATTACHED ->
                volumes.computeIfAbsent(record.getVolumeAttached().getInstanceId(), id -> new HashMap<>())
                        .put(record.getVolumeAttached().getVolumeId(), record.getVolumeAttached());
            case VOLUME_DETACHED -> {
                var ofInstance = volumes.get(record.getVolumeDetached().getInstanceId());
                if (ofInstance != null) {
                    ofInstance.remove(record.getVolumeDetached().getVolumeId());
                }
            }
            case WATCH_SET -> watchUntilNanos = record.getWatchSet().getUntilNanos();
            case SNAPSHOT, EVENT_NOT_SET -> throw new IllegalStateException("a record without an event");
        }
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
                .addAllDisks(disks.values());
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
            if (guest.isWatched() && mayRun(guest.state())) {
                ends = Math.min(ends, Math.max(watchUntilNanos, settledNanos));
            }
            if (ends <= until && (first == null || ends < first.atNanos())) {
                first = new Ending(guest.domid(), ends);
            }
        }
        return first;
    }

    /** Whether a guest in this state runs or could be let run. */
    private static boolean mayRun(DomainState state) {
        return switch (state) {
            case RUNNING, BLOCKED, PAUSED, SUSPENDED -> true;
            default -> false;
        };
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
