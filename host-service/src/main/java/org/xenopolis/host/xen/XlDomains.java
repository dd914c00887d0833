package org.xenopolis.host.xen;

import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.MemorySize;
import org.xenopolis.cluster.VcpuCount;
import org.xenopolis.host.core.Reading;
import org.xenopolis.host.driver.ConsoleText;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.xen.dom0.Ask;
import org.xenopolis.host.xen.dom0.Ask.Deed;
import org.xenopolis.host.xen.dom0.Command;
import org.xenopolis.host.xen.dom0.CpuList;
import org.xenopolis.host.xen.dom0.Dom0;
import org.xenopolis.host.xen.dom0.DomainLabel;
import org.xenopolis.host.xen.dom0.DomainLabel.Stage;

/** The domains of a host, from when they are built on. */
final class XlDomains {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final long ASSUMED_DIRTY_BYTES = 4L << 20;
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private final Dom0 dom0;
    private final Eye eye;
    private final Sightings sightings;
    private final Room room;
    private final Firewall firewall;
    private final Optional<CpuList> guestCpus;

    XlDomains(Dom0 dom0, Eye eye, Sightings sightings, Room room, Firewall firewall, Optional<CpuList> guestCpus) {
        this.dom0 = dom0;
        this.eye = eye;
        this.sightings = sightings;
        this.room = room;
        this.firewall = firewall;
        this.guestCpus = guestCpus;
    }

    private Eye.Sight require(int domid, DomainState next, DomainState... from) {
        Eye.Sight sight = eye.look();
        DomainState state = sight.require(domid).reading().state();
        Set<DomainState> legal = EnumSet.of(next, from);
        if (!legal.contains(state)) {
            throw Refusals.conflict(
                    "wrong-domain-state", "The domain is " + state + " and cannot become " + next + ".");
        }
        return sight;
    }

    private static DomainState state(Eye.Sight sight, int domid) {
        return sight.require(domid).reading().state();
    }

    /** Looks until the domain is so. */
    private Reading until(int domid, DomainState state) {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        Reading reading = eye.read(domid);
        while (reading.state() != state && System.nanoTime() - deadline < 0) {
            rest();
            reading = eye.read(domid);
        }
        return reading;
    }

    private static void rest() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    Reading unpause(int domid) {
        Eye.Sight sight =
                require(domid, DomainState.RUNNING, DomainState.BUILDING, DomainState.PAUSED, DomainState.INCOMING);
        if (state(sight, domid) != DomainState.RUNNING) {
            dom0.ask(new Ask.Do(Deed.UNPAUSE, domid));
        }
        Reading runs = eye.read(domid);
        if (sight.seen(domid).stage() == Stage.INCOMING) {
            // After it runs: its pause is not to wait for a name.
            rename(sight, domid, Stage.HERE);
        }
        return runs;
    }

    private void rename(Eye.Sight sight, int domid, Stage stage) {
        InstanceId instance = sight.seen(domid).instance().orElseThrow(Refusals::noDomain);
        dom0.ask(new Ask.Rename(domid, new DomainLabel(instance, stage)));
    }

    Reading pause(int domid) {
        Eye.Sight sight = require(domid, DomainState.PAUSED, DomainState.RUNNING);
        if (state(sight, domid) == DomainState.RUNNING) {
            dom0.ask(new Ask.Do(Deed.PAUSE, domid));
        }
        return eye.read(domid);
    }

    Reading shutdown(int domid, Duration patience) {
        Reading reading = eye.read(domid);
        if (reading.state().isUnpaused()) {
            dom0.ask(new Ask.Do(Deed.POWEROFF, domid));
        }
        long deadline = System.nanoTime() + patience.toNanos();
        while (reading.state().isUnpaused() && System.nanoTime() - deadline < 0) {
            rest();
            reading = eye.read(domid);
        }
        return reading;
    }

    Reading halt(int domid) {
        Eye.Sight sight = eye.look();
        DomainState state = state(sight, domid);
        if (state == DomainState.DYING) {
            throw Refusals.conflict("wrong-domain-state", "The domain is being destroyed.");
        }
        if (sight.seen(domid).isShutDown()) {
            // Xen keeps the first reason; that it may not go on any more is known here.
            if (state != DomainState.SHUTDOWN) {
                sightings.halted(domid);
            }
            return eye.read(domid);
        }
        dom0.ask(new Ask.Do(Deed.HALT, domid));
        return until(domid, DomainState.SHUTDOWN);
    }

    void destroy(int domid) {
        Eye.Sight sight = eye.look();
        sight.look().domain(domid).ifPresent(domain -> {
            List<Integer> cards = sight.look().cards().keySet().stream()
                    .filter(card -> card.domid() == domid)
                    .map(Look.Device::number)
                    .toList();
            dom0.run(new Command.Destroy(domid));
            boolean alone = sight.look().domains().stream()
                    .noneMatch(other -> other.domid() != domid && other.name().equals(domain.name()));
            if (alone) {
                domain.instance().ifPresent(instance -> firewall.drop(instance, cards));
            }
        });
    }

    void setRules(int domid, List<DomainConfig.Nic> nics) {
        firewall.put(eye.look().seen(domid).instance().orElseThrow(Refusals::noDomain), nics);
    }

    Reading resize(int domid, VcpuCount vcpus, MemorySize memory) {
        Eye.Sight sight = eye.look();
        Domain domain = sight.require(domid);
        SeenDomain seen = sight.seen(domid);
        long kibibytes = memory.bytes() >> 10;
        if (vcpus.count() > seen.vcpusMax()) {
            throw Refusals.conflict(
                    "needs-reboot", "The running guest can have " + seen.vcpusMax() + " vCPUs at most; restart it.");
        }
        if (kibibytes > seen.targetKibibytes()) {
            long moreBytes = memory.bytes() - domain.memory().bytes();
            room.requireMemory(sight.look(), moreBytes);
            new FreeMemory(dom0).require(moreBytes);
        }
        if (kibibytes > seen.memoryMaxKibibytes()) {
            dom0.run(new Command.MemoryMax(domid, kibibytes));
        }
        if (kibibytes != seen.targetKibibytes()) {
            dom0.run(new Command.MemorySet(domid, kibibytes));
        }
        if (vcpus.count() != seen.vcpus()) {
            dom0.run(new Command.VcpuSet(domid, vcpus.count()));
            guestCpus.ifPresent(cpus -> dom0.ask(new Ask.Pin(domid, cpus)));
        }
        return eye.read(domid);
    }

    Reading save(int domid) {
        Eye.Sight sight = require(domid, DomainState.SUSPENDED, DomainState.RUNNING, DomainState.PAUSED);
        InstanceId instance = sight.seen(domid).instance().orElseThrow(Refusals::noDomain);
        if (state(sight, domid) == DomainState.SUSPENDED && sight.look().isSaved(instance)) {
            return sight.require(domid).reading();
        }
        if (state(sight, domid) == DomainState.PAUSED) {
            // A guest saves itself only while it runs: it has to put its devices to rest.
            dom0.ask(new Ask.Do(Deed.UNPAUSE, domid));
        }
        dom0.run(new Command.Save(domid, instance));
        dom0.ask(new Ask.Tend(Ask.Chore.KEEPSAVED, instance));
        return eye.read(domid);
    }

    /** What was suspended goes on: out of Xen's own suspension, or out of the pause that a save leaves. */
    Reading resume(int domid) {
        Eye.Sight sight = require(domid, DomainState.RUNNING, DomainState.SUSPENDED);
        if (state(sight, domid) == DomainState.SUSPENDED) {
            dom0.ask(new Ask.Do(sight.seen(domid).isShutDown() ? Deed.RESUME : Deed.UNPAUSE, domid));
        }
        return until(domid, DomainState.RUNNING);
    }

    void relinquish(int domid) {
        Eye.Sight sight = require(domid, DomainState.MIGRATED_AWAY, DomainState.SUSPENDED);
        if (sight.seen(domid).stage() != Stage.MIGRATED_AWAY) {
            rename(sight, domid, Stage.MIGRATED_AWAY);
        }
    }

    void reclaim(int domid) {
        Eye.Sight sight = require(domid, DomainState.SUSPENDED, DomainState.MIGRATED_AWAY);
        if (sight.seen(domid).stage() == Stage.MIGRATED_AWAY) {
            rename(sight, domid, Stage.HERE);
        }
    }

    /**
     * An assumption: Xen says what a guest writes only while its pages are being watched, which costs the guest. Nothing for
     * one that stands still.
     */
    long dirtyBytesPerSecond(int domid) {
        return eye.read(domid).state().isUnpaused() ? ASSUMED_DIRTY_BYTES : 0;
    }

    ConsoleText console(int domid, long fromOffset) {
        InstanceId instance = eye.look().seen(domid).instance().orElseThrow(Refusals::noDomain);
        String[] words =
                dom0.ask(new Ask.Console(instance, fromOffset)).getFirst().split("\t");
        byte[] bytes = words[1].equals("-") ? new byte[0] : Base64.getDecoder().decode(words[1]);
        return new ConsoleText(Long.parseLong(words[0]), bytes);
    }
}
