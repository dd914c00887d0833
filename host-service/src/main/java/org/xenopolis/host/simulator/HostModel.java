package org.xenopolis.host.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.simulator.record.Arrived;
import org.xenopolis.host.simulator.record.Booted;
import org.xenopolis.host.simulator.record.Built;
import org.xenopolis.host.simulator.record.Destroyed;
import org.xenopolis.host.simulator.record.Frozen;
import org.xenopolis.host.simulator.record.Resized;
import org.xenopolis.host.simulator.record.RulesSet;
import org.xenopolis.host.simulator.record.SimGuest;
import org.xenopolis.host.simulator.record.SimRecord;
import org.xenopolis.host.simulator.record.Snapshot;
import org.xenopolis.host.simulator.record.Turned;

/** The state of a simulated host: a fold over its events. Pure: time comes with each event and each question. */
final class HostModel {
    private final TreeMap<Integer, SimulatedGuest> guests = new TreeMap<>();
    private final CpuModel cpu;
    private final DiskModel disks = new DiskModel();

    private String bootId = "";
    private String machineBootId = "";
    private long bootedAtNanos;
    private int nextDomid = 1;
    private long watchUntilNanos = Long.MAX_VALUE;
    /** By how much the host's clock is behind the machine's. */
    private long lostNanos;

    HostModel(int physicalCpus) {
        this.cpu = new CpuModel(physicalCpus, guests.values());
    }

    /** @return what changed with it */
    List<TruthChange> apply(SimRecord record) {
        long at = record.getAtNanos();
        if (record.hasSnapshot()) {
            load(record.getSnapshot(), at);
            return List.of();
        }
        if (record.hasBooted()) {
            return boot(record.getBooted(), at);
        }
        cpu.settle(at);
        return switch (record.getEventCase()) {
            case BUILT -> build(record.getBuilt());
            case TURNED -> turn(record.getTurned(), at);
            case RESIZED -> resize(record.getResized(), at);
            case RULES_SET -> setRules(record.getRulesSet());
            case DESTROYED -> destroy(record.getDestroyed());
            case ARRIVED -> arrive(record.getArrived());
            case FROZEN -> freeze(record.getFrozen());
            case WATCH_SET -> {
                watchUntilNanos = record.getWatchSet().getUntilNanos();
                yield List.of();
            }
            case DISK_MADE, DISK_WIPED, SAVED, VOLUME_ATTACHED, VOLUME_DETACHED, VOLUME_WIPED, VOLUMES_WIPED ->
                store(record, at);
            case BOOTED, SNAPSHOT, EVENT_NOT_SET -> throw new IllegalStateException("a record without an event");
        };
    }

    private List<TruthChange> build(Built built) {
        SimulatedGuest guest = new SimulatedGuest(built.getGuest());
        guests.put(guest.domid(), guest);
        nextDomid = guest.domid() + 1;
        return List.of(of(guest, guest.state()));
    }

    private List<TruthChange> turn(Turned turned, long at) {
        SimulatedGuest guest = guest(turned.getDomid());
        DomainState next = DomainState.valueOf(turned.getState());
        boolean hadRun = Endings.hasRun(guest.state());
        if (next == DomainState.DYING) {
            guest.die(turned.getGoneAtNanos(), at);
        } else {
            guest.turn(next, turned.getReboot(), at);
        }
        List<TruthChange> changes = new ArrayList<>(List.of(of(guest, next)));
        String instance = guest.instance();
        if (next == DomainState.RUNNING && disks.wakes(instance)) {
            changes.add(ofDisk(instance, 0));
        } else if (hadRun && (next == DomainState.SHUTDOWN || next == DomainState.CRASHED)) {
            changes.addAll(rests(instance));
        }
        return changes;
    }

    private List<TruthChange> arrive(Arrived arrived) {
        SimGuest whole = guest(arrived.getDomid()).record().toBuilder()
                .setRunNanos(arrived.getRunNanos())
                .setRunBaseNanos(arrived.getRunNanos())
                .build();
        guests.put(whole.getDomid(), new SimulatedGuest(whole));
        return List.of();
    }

    /** While the machine stands still nobody's instructions are executed, though the hypervisor knows nothing of it. */
    private List<TruthChange> freeze(Frozen frozen) {
        lostNanos += frozen.getLostNanos();
        return guests.values().stream()
                .filter(SimulatedGuest::isUnpaused)
                .map(guest -> of(guest, frozen.getLostNanos() == 0 ? DomainState.PAUSED : guest.state()))
                .toList();
    }

    private List<TruthChange> resize(Resized change, long at) {
        SimulatedGuest guest = guest(change.getDomid());
        guest.resize(change.getVcpus(), change.getMemoryBytes(), at);
        return List.of(of(guest, guest.state()));
    }

    private List<TruthChange> setRules(RulesSet change) {
        SimulatedGuest guest = guest(change.getDomid());
        guest.setRules(change.getRulesList());
        return List.of(of(guest, guest.state()));
    }

    private List<TruthChange> destroy(Destroyed destroyed) {
        SimulatedGuest guest = guest(destroyed.getDomid());
        guests.remove(guest.domid());
        return List.of(of(guest, DomainState.GONE));
    }

    private List<TruthChange> store(SimRecord record, long at) {
        return switch (record.getEventCase()) {
            case DISK_MADE -> {
                disks.made(record.getDiskMade(), at);
                yield diskChanged(record.getDiskMade().getInstanceId());
            }
            case DISK_WIPED -> {
                String instance = record.getDiskWiped().getInstanceId();
                disks.wiped(instance, at);
                yield List.of(TruthChange.wiped(bootId, instance));
            }
            case SAVED -> {
                disks.saved(record.getSaved());
                yield record.getSaved().getDropped()
                        ? List.of()
                        : rests(record.getSaved().getInstanceId());
            }
            case VOLUME_ATTACHED -> {
                disks.attached(record.getVolumeAttached(), at);
                yield diskChanged(record.getVolumeAttached().getInstanceId());
            }
            case VOLUME_DETACHED -> {
                disks.detached(record.getVolumeDetached(), at);
                yield diskChanged(record.getVolumeDetached().getInstanceId());
            }
            case VOLUME_WIPED -> {
                String volume = record.getVolumeWiped().getVolumeId();
                disks.volumeWiped(volume);
                yield List.of(TruthChange.wiped(bootId, volume));
            }
            case VOLUMES_WIPED -> {
                String instance = record.getVolumesWiped().getInstanceId();
                List<TruthChange> changes = new ArrayList<>();
                disks.volumesWiped(instance, at).forEach(volume -> changes.add(TruthChange.wiped(bootId, volume)));
                changes.addAll(diskChanged(instance));
                yield changes;
            }
            default -> throw new IllegalStateException("no event of a disk");
        };
    }

    private List<TruthChange> rests(String instance) {
        return disks.rests(instance) ? List.of(ofDisk(instance, disks.bytes(instance))) : List.of();
    }

    private List<TruthChange> diskChanged(String instance) {
        if (disks.isResting(instance)) {
            return List.of(ofDisk(instance, disks.bytes(instance)));
        }
        return guests.values().stream()
                .filter(guest -> guest.instance().equals(instance) && guest.state() != DomainState.DYING)
                .map(guest -> of(guest, guest.state()))
                .toList();
    }

    /** The power failed: what ran is gone, as of the last moment of the old boot; disks are what is left of it. */
    private List<TruthChange> boot(Booted boot, long at) {
        List<TruthChange> changes = new ArrayList<>();
        boolean clockGoesOn = boot.getMachineBootId().equals(machineBootId);
        if (clockGoesOn) {
            cpu.settle(at);
            guests.values().forEach(guest -> changes.add(of(guest, DomainState.GONE)));
        } else {
            lostNanos = 0;
        }
        guests.values().stream()
                .filter(guest -> Endings.hasRun(guest.state()))
                .forEach(guest -> disks.rests(guest.instance()));
        guests.clear();
        bootId = boot.getBootId();
        machineBootId = boot.getMachineBootId();
        bootedAtNanos = at;
        cpu.startAt(at);
        nextDomid = 1;
        watchUntilNanos = Long.MAX_VALUE;
        disks.resting().forEach(instance -> changes.add(ofDisk(instance, disks.bytes(instance))));
        return changes;
    }

    private TruthChange of(SimulatedGuest guest, DomainState state) {
        return TruthChange.of(bootId, guest, state, disks.bytes(guest.instance()));
    }

    private TruthChange ofDisk(String instance, long bytes) {
        return TruthChange.ofDisk(bootId, instance, bytes);
    }

    /** Everything as of now, from which the model can go on without the events before. */
    SimRecord snapshot(long nowNanos) {
        cpu.settle(nowNanos);
        Snapshot.Builder all = Snapshot.newBuilder()
                .setBootId(bootId)
                .setMachineBootId(machineBootId)
                .setNextDomid(nextDomid)
                .setWatchUntilNanos(watchUntilNanos)
                .setBootedAtNanos(bootedAtNanos)
                .setLostNanos(lostNanos);
        guests.values().forEach(guest -> all.addGuests(guest.record()));
        disks.into(all);
        return SimRecord.newBuilder().setAtNanos(nowNanos).setSnapshot(all).build();
    }

    private void load(Snapshot all, long at) {
        bootId = all.getBootId();
        machineBootId = all.getMachineBootId();
        nextDomid = all.getNextDomid();
        watchUntilNanos = all.getWatchUntilNanos();
        bootedAtNanos = all.getBootedAtNanos();
        lostNanos = all.getLostNanos();
        all.getGuestsList().forEach(guest -> guests.put(guest.getDomid(), new SimulatedGuest(guest)));
        disks.load(all);
        cpu.startAt(at);
    }

    /** What ends first by itself, at or before that moment. */
    Endings.@Nullable Ending nextEnding(long until) {
        return Endings.next(guests.values(), watchUntilNanos, settledNanos(), until);
    }

    /** Readings of all guests at that moment, which is not before the last event. */
    Map<Integer, Reading> readings(long at) {
        return cpu.readings(at);
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

    DiskModel disks() {
        return disks;
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

    long lostNanos() {
        return lostNanos;
    }

    long settledNanos() {
        return cpu.settledNanos();
    }

    long memoryUsedBytes() {
        return guests.values().stream().mapToLong(SimulatedGuest::memoryBytes).sum();
    }
}
