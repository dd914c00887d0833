package org.xenopolis.scheduler.hosts;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.contracts.hosts.HostActionRequest;
import org.xenopolis.contracts.hosts.RegisterHostRequest;
import org.xenopolis.scheduler.Problems;

/** What operators do to hosts. */
@ApplicationScoped
public class HostDesk {
    static final int RETRIES_MAX = 5;

    private record Step(HostState to, HostState resume) {}

    private final HostStore hosts;
    private final HostDirectory directory;
    private final LeaseService leases;

    HostDesk(HostStore hosts, HostDirectory directory, LeaseService leases) {
        this.hosts = hosts;
        this.directory = directory;
        this.leases = leases;
    }

    HostRecord host(String id) {
        return hosts.find(Problems.parse("host_id", id, HostId::of)).orElseThrow(() -> Problems.notFound("host"));
    }

    HostRecord register(HostId id, RegisterHostRequest request, int overcommitPermille) {
        if (!hosts.insert(id, request, overcommitPermille)) {
            HostRecord known = host(request.getHostId());
            boolean same = known.address().equals(request.getAddress())
                    && known.zone().equals(request.getZone())
                    && known.name().equals(request.getName());
            if (!same && !hosts.relocate(id, request)) {
                throw Problems.conflict("host-not-empty", "A host with guests or disks stays in its zone.");
            }
        }
        return directory.reread(id);
    }

    /** Cordons, drains or takes back into service; a host that is silent remembers it for when it is back. */
    public HostRecord ask(HostActionRequest request, HostState wanted) {
        return change(
                request,
                host -> host.state().answers() ? new Step(wanted, wanted) : new Step(host.state(), wanted),
                "an operator asked: " + request.getCause());
    }

    /** Only of a host that is silent: one that speaks has power. */
    HostRecord attestPowerOff(HostActionRequest request) {
        return change(
                request,
                host -> {
                    if (host.state().provesStopped()) {
                        return new Step(host.state(), host.resumeState());
                    }
                    if (host.state().answers() || !leases.isOver(host.id())) {
                        throw Problems.conflict(
                                "host-speaks", "The host's lease has not run out: it has power. Cordon it instead.");
                    }
                    return new Step(HostState.FENCED, host.resumeState());
                },
                "an operator attested its power-off: " + request.getCause());
    }

    private HostRecord change(HostActionRequest request, Function<HostRecord, Step> step, String reason) {
        for (int attempt = 0; attempt < RETRIES_MAX; attempt++) {
            HostRecord host = host(request.getHostId());
            if (request.getIfGeneration() != 0 && request.getIfGeneration() != host.generation()) {
                throw Problems.conflict("generation-changed", "The host has changed since it was read.");
            }
            Step to = step.apply(host);
            if (to.to() == host.state() && to.resume() == host.resumeState()) {
                return host;
            }
            if (hosts.change(host, to.to(), to.resume(), request.getIfGeneration(), reason)) {
                return directory.reread(host.id());
            }
        }
        throw Problems.unavailable("host-busy", "The host's record is being changed; try again.");
    }
}
