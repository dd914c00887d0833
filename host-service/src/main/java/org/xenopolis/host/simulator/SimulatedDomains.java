package org.xenopolis.host.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.ConsoleText;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.driver.DomainName;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.simulator.record.Destroyed;
import org.xenopolis.host.simulator.record.Resized;
import org.xenopolis.host.simulator.record.RulesSet;
import org.xenopolis.host.simulator.record.Saved;
import org.xenopolis.host.simulator.record.SimGuest;
import org.xenopolis.host.simulator.record.SimRecord;
import org.xenopolis.host.simulator.record.Turned;
import org.xenopolis.host.simulator.record.WatchSet;

/** The domains of a simulated host, from when they are built on. */
final class SimulatedDomains {
    /** As xl shows a domain that has none. */
    private static final DomainName NO_NAME = new DomainName("(null)");

    private final HostLog log;
    private final SimulatorSettings settings;
    private final SimulatorTime time;
    private final Steps steps;
    private final XenBehaviours behaviours;
    private final AtomicLong asked = new AtomicLong();
    private long watchNanos;

    SimulatedDomains(HostLog log, SimulatorSettings settings, SimulatorTime time, Steps steps) {
        this.log = log;
        this.settings = settings;
        this.time = time;
        this.steps = steps;
        this.behaviours = settings.behaviours();
        this.watchNanos = log.locked(() -> model().watchUntilNanos());
    }

    private HostModel model() {
        return log.model();
    }

    /** How long dom0 takes to find time for it. */
    private void late() {
        time.sleep(behaviours.lasting(XenBehaviour.STARVED_DOM0, asked.incrementAndGet()));
    }

    List<Domain> list() {
        steps.reached("sim.list");
        late();
        return log.locked(() -> {
            Map<Integer, Reading> readings = model().readings(log.now());
            return model().guests().stream().map(guest -> view(guest, readings)).toList();
        });
    }

    Domain view(int domid) {
        return log.locked(() -> {
            long now = log.now();
            return view(require(domid), model().readings(now));
        });
    }

    private static Domain view(SimulatedGuest guest, Map<Integer, Reading> readings) {
        Reading reading = readings.get(guest.domid());
        if (reading == null) {
            throw new IllegalStateException("no reading of domain " + guest.domid());
        }
        return new Domain(
                guest.domid(),
                guest.state() == DomainState.DYING ? NO_NAME : guest.name(),
                VcpuCount.of(guest.vcpus()),
                new MemorySize(guest.memoryBytes()),
                reading,
                guest.wantsReboot());
    }

    Reading unpause(int domid) {
        late();
        steps.reached("sim.unpause");
        return turn(
                domid,
                DomainState.RUNNING,
                DomainState.BUILDING,
                DomainState.PAUSED,
                DomainState.INCOMING,
                DomainState.RUNNING);
    }

    Reading pause(int domid) {
        late();
        return turn(domid, DomainState.PAUSED, DomainState.RUNNING, DomainState.PAUSED);
    }

    Reading shutdown(int domid, Duration patience) {
        DomainState state = log.locked(() -> {
            log.now();
            return require(domid).state();
        });
        if (state.isUnpaused()) {
            Duration needed = Duration.ofMillis(settings.bootMillis() / 2);
            if (behaviours.has(XenBehaviour.DEAF_TO_SHUTDOWN) || needed.compareTo(patience) > 0) {
                time.sleep(patience);
                return read(domid);
            }
            time.sleep(needed);
        }
        return log.locked(() -> {
            log.now();
            // Only a guest that runs can hear it.
            return require(domid).isUnpaused() ? end(domid) : read(domid);
        });
    }

    Reading halt(int domid) {
        late();
        return end(domid);
    }

    private Reading end(int domid) {
        return turn(
                domid,
                DomainState.SHUTDOWN,
                DomainState.RUNNING,
                DomainState.PAUSED,
                DomainState.BUILDING,
                DomainState.INCOMING,
                DomainState.SUSPENDED,
                DomainState.MIGRATED_AWAY,
                DomainState.CRASHED,
                DomainState.SHUTDOWN);
    }

    void destroy(int domid) {
        steps.reached("sim.destroy");
        time.sleep(behaviours.lasting(XenBehaviour.SLOW_LIFE, -domid));
        log.locked(() -> {
            long now = log.now();
            if (model().has(domid) && model().guest(domid).state() != DomainState.DYING) {
                log.append(now, destroyed(domid, now));
            }
            return true;
        });
    }

    private SimRecord.Builder destroyed(int domid, long now) {
        if (!behaviours.has(XenBehaviour.DYING_LINGERS)) {
            return SimRecord.newBuilder().setDestroyed(Destroyed.newBuilder().setDomid(domid));
        }
        return SimRecord.newBuilder()
                .setTurned(Turned.newBuilder()
                        .setDomid(domid)
                        .setState(DomainState.DYING.name())
                        .setGoneAtNanos(now
                                + behaviours
                                        .lasting(XenBehaviour.DYING_LINGERS, domid)
                                        .toNanos()));
    }

    Reading resize(int domid, VcpuCount vcpus, MemorySize memory) {
        steps.reached("sim.resize");
        return log.locked(() -> {
            long now = log.now();
            SimulatedGuest guest = require(domid);
            requireMemory(memory.bytes() - guest.memoryBytes());
            boolean shrinks = memory.bytes() < guest.memoryBytes();
            boolean keeps = shrinks && behaviours.has(XenBehaviour.MEMORY_KEPT);
            boolean ignores = guest.isUnpaused() && behaviours.has(XenBehaviour.VCPUS_IGNORED);
            log.append(
                    now,
                    SimRecord.newBuilder()
                            .setResized(Resized.newBuilder()
                                    .setDomid(domid)
                                    .setVcpus(ignores ? guest.vcpus() : vcpus.count())
                                    .setMemoryBytes(keeps ? guest.memoryBytes() : memory.bytes())));
            return reading(domid, now);
        });
    }

    void setRules(int domid, List<DomainConfig.Nic> nics) {
        steps.reached("sim.set-rules");
        log.locked(() -> {
            long now = log.now();
            SimulatedGuest guest = require(domid);
            log.append(
                    now,
                    SimRecord.newBuilder()
                            .setRulesSet(RulesSet.newBuilder()
                                    .setDomid(guest.domid())
                                    .addAllRules(SimulatedRules.of(nics))));
            return true;
        });
    }

    /** Only within the log's lock. */
    void requireMemory(long moreBytes) {
        if (model().memoryUsedBytes() + moreBytes > settings.memory().bytes()) {
            throw Refusals.noRoom("The host has no memory left for this instance.");
        }
    }

    Reading save(int domid) {
        steps.reached("sim.save");
        if (behaviours.has(XenBehaviour.SAVE_LEAVES_PAUSED)) {
            leavePaused(domid);
        }
        return log.locked(() -> {
            Reading stopped = suspend(domid);
            SimulatedGuest guest = require(domid);
            log.append(
                    model().settledNanos(),
                    SimRecord.newBuilder()
                            .setSaved(Saved.newBuilder()
                                    .setInstanceId(guest.name()
                                            .instance()
                                            .orElseThrow()
                                            .toString())
                                    .setGuest(guest.record())));
            return stopped;
        });
    }

    private void leavePaused(int domid) {
        if (read(domid).state() != DomainState.SUSPENDED) {
            pause(domid);
            steps.reached("sim.saved");
        }
    }

    ConsoleText console(int domid, long fromOffset) {
        return log.locked(() -> {
            long now = log.now();
            SimulatedGuest guest = require(domid);
            model().readings(now);
            long ran = guest.runNanos() + (guest.isUnpaused() ? now - model().settledNanos() : 0);
            return new ConsoleScript(
                            guest,
                            settings.bootMillis(),
                            behaviours.has(XenBehaviour.SHORT_CONSOLE)
                                    ? ConsoleScript.KEPT_BYTES_SHORT
                                    : ConsoleScript.KEPT_BYTES)
                    .read(fromOffset, ran);
        });
    }

    long dirtyBytesPerSecond(int domid) {
        return log.locked(() -> require(domid).program().dirtyBytesPerSecond());
    }

    /** What it has written: an image takes next to nothing here, and nobody writes one block twice. */
    long diskHeldBytes(Domain domain) {
        return log.locked(() -> {
            SimulatedGuest guest = require(domain.domid());
            long written =
                    guest.diskWrittenBefore() + domain.reading().counters().diskWriteBytes();
            return Math.min(model().disks().bytes(guest.instance()), written);
        });
    }

    SimGuest record(int domid) {
        return log.locked(() -> require(domid).record());
    }

    Reading suspend(int domid) {
        return turn(domid, DomainState.SUSPENDED, DomainState.RUNNING, DomainState.PAUSED, DomainState.SUSPENDED);
    }

    Reading resume(int domid) {
        return turn(domid, DomainState.RUNNING, DomainState.SUSPENDED, DomainState.RUNNING);
    }

    void relinquish(int domid) {
        turn(domid, DomainState.MIGRATED_AWAY, DomainState.SUSPENDED, DomainState.MIGRATED_AWAY);
    }

    void reclaim(int domid) {
        turn(domid, DomainState.SUSPENDED, DomainState.MIGRATED_AWAY, DomainState.SUSPENDED);
    }

    void watchUntil(long atNanos) {
        late();
        log.locked(() -> {
            long now = log.now();
            watchNanos = atNanos;
            // A host without such guests need not remember each renewal.
            if (model().guests().stream().anyMatch(SimulatedGuest::isWatched)) {
                rememberWatch(now);
            }
            return true;
        });
    }

    /** Only within the log's lock. */
    void rememberWatch(long now) {
        if (model().watchUntilNanos() != watchNanos) {
            log.append(
                    now,
                    SimRecord.newBuilder().setWatchSet(WatchSet.newBuilder().setUntilNanos(watchNanos)));
        }
    }

    private Reading read(int domid) {
        return log.locked(() -> reading(domid, log.now()));
    }

    private Reading reading(int domid, long now) {
        Reading reading = model().readings(now).get(domid);
        if (reading == null) {
            throw Refusals.noDomain();
        }
        return reading;
    }

    private Reading turn(int domid, DomainState next, DomainState... from) {
        return log.locked(() -> {
            long now = log.now();
            SimulatedGuest guest = require(domid);
            if (!List.of(from).contains(guest.state())) {
                throw Refusals.conflict(
                        "wrong-domain-state", "The domain is " + guest.state() + " and cannot become " + next + ".");
            }
            if (guest.state() != next) {
                log.turn(domid, next, now);
            }
            return reading(domid, now);
        });
    }

    /** One that is dying is there only for who lists all. */
    private SimulatedGuest require(int domid) {
        if (!model().has(domid) || model().guest(domid).state() == DomainState.DYING) {
            throw Refusals.noDomain();
        }
        return model().guest(domid);
    }
}
