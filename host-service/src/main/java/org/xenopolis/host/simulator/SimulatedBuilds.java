package org.xenopolis.host.simulator;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Optional;
import org.xenopolis.cluster.DomainState;
import org.xenopolis.host.driver.Domain;
import org.xenopolis.host.driver.DomainConfig;
import org.xenopolis.host.faults.Steps;
import org.xenopolis.host.simulator.record.Arrived;
import org.xenopolis.host.simulator.record.Built;
import org.xenopolis.host.simulator.record.SimGuest;
import org.xenopolis.host.simulator.record.SimRecord;

/** How domains come to be on a simulated host: booted, restored from saved memory, or received. */
final class SimulatedBuilds {
    private final HostLog log;
    private final SimulatedDomains domains;
    private final SimulatedDisks disks;
    private final SimulatorSettings settings;
    private final SimulatorTime time;
    private final Steps steps;

    SimulatedBuilds(
            HostLog log,
            SimulatedDomains domains,
            SimulatedDisks disks,
            SimulatorSettings settings,
            SimulatorTime time,
            Steps steps) {
        this.log = log;
        this.domains = domains;
        this.disks = disks;
        this.settings = settings;
        this.time = time;
        this.steps = steps;
    }

    Domain boot(DomainConfig config) {
        steps.reached("sim.build");
        Domain domain = build(config, SimGuest.getDefaultInstance(), DomainState.BUILDING);
        time.sleep(Duration.ofMillis(settings.bootMillis())
                .plus(settings.behaviours().lasting(XenBehaviour.SLOW_LIFE, domain.domid())));
        return domain;
    }

    Domain restore(DomainConfig config) {
        steps.reached("sim.restore");
        SimGuest memory = log.locked(() -> Optional.ofNullable(
                        log.model().disks().savedOf(config.instance().toString())))
                .orElseThrow(() ->
                        Refusals.notFound("memory-not-found", "The instance's memory is not saved on this host."));
        return build(config, memory, DomainState.BUILDING);
    }

    /** What an arriving guest shall live in. */
    Domain expect(DomainConfig config) {
        return build(config, SimGuest.getDefaultInstance(), DomainState.INCOMING);
    }

    /** Its memory is here, all of it. */
    Domain arrive(int domid, SimGuest before) {
        return log.locked(() -> {
            log.append(
                    log.now(),
                    SimRecord.newBuilder()
                            .setArrived(Arrived.newBuilder().setDomid(domid).setRunNanos(before.getRunNanos())));
            return domains.view(domid);
        });
    }

    /** @param from where it was before: what it ran so far */
    private Domain build(DomainConfig config, SimGuest from, DomainState state) {
        return log.locked(() -> {
            long now = log.now();
            requireRoom(config);
            if (config.endsWithLease()) {
                domains.rememberWatch(now);
            }
            SimGuest guest = guest(config, from, state, now);
            log.append(now, SimRecord.newBuilder().setBuilt(Built.newBuilder().setGuest(guest)));
            config.volumes().forEach(volume -> disks.put(config.instance(), volume, now));
            return domains.view(guest.getDomid());
        });
    }

    private void requireRoom(DomainConfig config) {
        if (log.model().guests().stream().anyMatch(guest -> guest.isNamed(config.name()))) {
            throw Refusals.conflict("domain-exists", "The instance has a domain on this host already.");
        }
        domains.requireMemory(config.memory().bytes());
        if (!log.model().disks().has(config.instance().toString())) {
            throw Refusals.noDisk();
        }
        disks.requireRoomFor(config.instance(), config.volumes());
    }

    private SimGuest guest(DomainConfig config, SimGuest from, DomainState state, long now) {
        return SimGuest.newBuilder()
                .setDomid(log.model().nextDomid())
                .setName(config.name().value())
                .setEpoch(config.epoch().value())
                .setVcpus(config.vcpus().count())
                .setMemoryBytes(config.memory().bytes())
                .setWeight(config.share().weight())
                .setCapPercent(config.share().capPercent())
                .setProgram(ByteString.copyFrom(config.seed().userData()))
                .setWatched(config.endsWithLease())
                .setHostName(config.seed().hostName())
                .addAllSshKeys(config.seed().sshPublicKeys())
                .addAllRules(SimulatedRules.of(config.nics()))
                .setState(state.name())
                .setSinceNanos(now)
                .setRunNanos(from.getRunNanos())
                .setRunBaseNanos(from.getRunNanos())
                .build();
    }
}
