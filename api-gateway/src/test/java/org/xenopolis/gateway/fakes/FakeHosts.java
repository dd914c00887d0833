package org.xenopolis.gateway.fakes;

import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.xenopolis.contracts.hosts.DrainHostResponse;
import org.xenopolis.contracts.hosts.GetHostRequest;
import org.xenopolis.contracts.hosts.Host;
import org.xenopolis.contracts.hosts.HostActionRequest;
import org.xenopolis.contracts.hosts.HostsGrpc;
import org.xenopolis.contracts.hosts.ListHostsRequest;
import org.xenopolis.contracts.hosts.ListHostsResponse;
import org.xenopolis.contracts.hosts.RegisterHostRequest;
import org.xenopolis.contracts.hosts.RejectionCount;
import org.xenopolis.contracts.hosts.SnapshotRequest;
import org.xenopolis.contracts.hosts.SnapshotResponse;
import org.xenopolis.contracts.hosts.WhatIfRequest;
import org.xenopolis.contracts.hosts.WhatIfResponse;
import org.xenopolis.kit.grpc.Replies;

/** The scheduler's hosts. */
final class FakeHosts extends HostsGrpc.HostsImplBase {
    private final Map<String, Host> hosts = new ConcurrentSkipListMap<>();

    @Override
    public void registerHost(RegisterHostRequest request, StreamObserver<Host> out) {
        Replies.reply(
                out,
                () -> hosts.computeIfAbsent(
                        request.getHostId(),
                        id -> Host.newBuilder()
                                .setId(id)
                                .setName(request.getName())
                                .setZone(request.getZone())
                                .setAddress(request.getAddress())
                                .setState("DOWN")
                                .setGeneration(1)
                                .build()));
    }

    @Override
    public void getHost(GetHostRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> known(request.getHostId()));
    }

    @Override
    public void listHosts(ListHostsRequest request, StreamObserver<ListHostsResponse> out) {
        Replies.reply(
                out,
                () -> ListHostsResponse.newBuilder().addAllHosts(hosts.values()).build());
    }

    @Override
    public void cordonHost(HostActionRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> become(request, "CORDONED"));
    }

    @Override
    public void uncordonHost(HostActionRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> become(request, "UP"));
    }

    @Override
    public void attestPowerOff(HostActionRequest request, StreamObserver<Host> out) {
        Replies.reply(out, () -> become(request, "FENCED"));
    }

    @Override
    public void drainHost(HostActionRequest request, StreamObserver<DrainHostResponse> out) {
        Replies.reply(
                out,
                () -> DrainHostResponse.newBuilder()
                        .setHost(become(request, "DRAINING"))
                        .build());
    }

    @Override
    public void whatIf(WhatIfRequest request, StreamObserver<WhatIfResponse> out) {
        Replies.reply(
                out,
                () -> WhatIfResponse.newBuilder()
                        .setHostsConsidered(1)
                        .addRejections(RejectionCount.newBuilder()
                                .setReason("MEMORY")
                                .setHosts(1)
                                .setSentence("1 host has too little memory."))
                        .build());
    }

    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> out) {
        Replies.reply(
                out,
                () -> SnapshotResponse.newBuilder().addAllHosts(hosts.values()).build());
    }

    private Host become(HostActionRequest request, String state) {
        Host changed = known(request.getHostId()).toBuilder().setState(state).build();
        hosts.put(changed.getId(), changed);
        return changed;
    }

    private Host known(String id) {
        Host host = hosts.get(id);
        if (host == null) {
            throw FakeInstances.notFound("host");
        }
        return host;
    }
}
