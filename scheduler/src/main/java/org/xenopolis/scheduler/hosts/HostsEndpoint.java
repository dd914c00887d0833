package org.xenopolis.scheduler.hosts;

import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.InstanceId;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.contracts.hosts.DrainHostResponse;
import org.xenopolis.contracts.hosts.GetHostRequest;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostActionRequest;
import org.xenopolis.contracts.hosts.HostsGrpc;
import org.xenopolis.contracts.hosts.ListHostsRequest;
import org.xenopolis.contracts.hosts.ListHostsResponse;
import org.xenopolis.contracts.hosts.RegisterHostRequest;
import org.xenopolis.contracts.hosts.SnapshotRequest;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.contracts.hosts.WhatIfRequest;
import org.xenopolis.contracts.hosts.WhatIfResponse;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.kit.ids.IdSource;
import org.xenopolis.scheduler.Pages;
import org.xenopolis.scheduler.Problems;
import org.xenopolis.scheduler.instances.Specs;
import org.xenopolis.scheduler.placement.Places;
import org.xenopolis.scheduler.placement.SnapshotService;

/** The registry of hosts, for operators and planners. */
@ApplicationScoped
@Unremovable
class HostsEndpoint extends HostsGrpc.HostsImplBase {
    static final int OVERCOMMIT_DEFAULT_PERMILLE = 4_000;
    static final int OVERCOMMIT_MAX_PERMILLE = 64_000;

    private final HostStore hosts;
    private final HostDesk desk;
    private final Drain drain;
    private final Places places;
    private final SnapshotService snapshots;

    HostsEndpoint(HostStore hosts, HostDesk desk, Drain drain, Places places, SnapshotService snapshots) {
        this.hosts = hosts;
        this.desk = desk;
        this.drain = drain;
        this.places = places;
        this.snapshots = snapshots;
    }

    @Override
    public void registerHost(RegisterHostRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> {
            HostId id = Problems.parse("host_id", request.getHostId(), HostId::of);
            Problems.parse("zone", request.getZone(), ZoneName::of);
            if (!request.getAddress().matches("[A-Za-z0-9.\\[\\]:-]{1,255}:\\d{1,5}")) {
                throw Problems.invalid("bad-address", "An address is host:port.");
            }
            int overcommit = request.getVcpuOvercommitPermille() == 0
                    ? OVERCOMMIT_DEFAULT_PERMILLE
                    : request.getVcpuOvercommitPermille();
            if (overcommit < 0 || overcommit > OVERCOMMIT_MAX_PERMILLE) {
                throw Problems.invalid("bad-overcommit", "vcpu_overcommit_permille is 1 to 64000.");
            }
            return message(desk.register(id, request, overcommit));
        });
    }

    @Override
    public void getHost(GetHostRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> message(desk.host(request.getHostId())));
    }

    @Override
    public void listHosts(ListHostsRequest request, StreamObserver<ListHostsResponse> out) {
        Replies.reply(out, () -> {
            Map<HostId, Integer> counts = hosts.instanceCounts();
            var page = hosts.page(Pages.after(request.getPage()), Pages.limit(request.getPage()));
            return ListHostsResponse.newBuilder()
                    .addAllHosts(page.stream()
                            .map(host -> HostMessages.of(host, counts.getOrDefault(host.id(), 0)))
                            .toList())
                    .build();
        });
    }

    @Override
    public void cordonHost(HostActionRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> message(desk.ask(request, HostState.CORDONED)));
    }

    @Override
    public void uncordonHost(HostActionRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> message(desk.ask(request, HostState.UP)));
    }

    @Override
    public void attestPowerOff(HostActionRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> message(desk.attestPowerOff(request)));
    }

    @Override
    public void drainHost(HostActionRequest request, StreamObserver<DrainHostResponse> out) {
        Replies.reply(out, () -> {
            HostRecord host = desk.ask(request, HostState.DRAINING);
            DrainHostResponse.Builder response = DrainHostResponse.newBuilder().setHost(message(host));
            drain.begin(host.id(), request.getForce(), response);
            return response.build();
        });
    }

    @Override
    public void whatIf(WhatIfRequest request, StreamObserver<WhatIfResponse> out) {
        Replies.reply(out, () -> {
            Specs.check(request.getSpec());
            InstanceId anyone = new InstanceId(IdSource.TIME_ORDERED.next());
            return Rejections.answer(places.whatIf(Specs.request(anyone, request.getSpec())));
        });
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> out) {
        Replies.reply(out, snapshots::read);
    }

    private Host message(HostRecord host) {
        return HostMessages.of(host, hosts.instanceCounts().getOrDefault(host.id(), 0));
    }
}
