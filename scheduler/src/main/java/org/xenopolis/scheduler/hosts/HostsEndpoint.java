package org.xenopolis.scheduler.hosts;

import io.grpc.stub.StreamObserver;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.xenopolis.cluster.HostId;
import org.xenopolis.cluster.HostState;
import org.xenopolis.cluster.ZoneName;
import org.xenopolis.contracts.hosts.GetHostRequest;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostActionRequest;
import org.xenopolis.contracts.hosts.HostsGrpc;
import org.xenopolis.contracts.hosts.ListHostsRequest;
import org.xenopolis.contracts.hosts.ListHostsResponse;
import org.xenopolis.contracts.hosts.RegisterHostRequest;
import org.xenopolis.kit.grpc.Replies;
import org.xenopolis.scheduler.Pages;
import org.xenopolis.scheduler.Problems;

/** The registry of hosts, for operators and planners. */
@ApplicationScoped
@Unremovable
class HostsEndpoint extends HostsGrpc.HostsImplBase {
    static final int OVERCOMMIT_DEFAULT_PERMILLE = 4_000;
    static final int OVERCOMMIT_MAX_PERMILLE = 64_000;

    private final HostStore hosts;
    private final HostDesk desk;

    HostsEndpoint(HostStore hosts, HostDesk desk) {
        this.hosts = hosts;
        this.desk = desk;
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

    private Host message(HostRecord host) {
        return HostMessages.of(host, hosts.instanceCounts().getOrDefault(host.id(), 0));
    }
}
