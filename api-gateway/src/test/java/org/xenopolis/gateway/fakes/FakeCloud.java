package org.xenopolis.gateway.fakes;

import io.grpc.BindableService;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.xenopolis.kit.grpc.GrpcServer;
import org.xenopolis.kit.grpc.TlsFiles;

/** All the other services in this process, each on a port and with an identity of its own. */
public final class FakeCloud implements AutoCloseable {
    public final FakeInstances instances = new FakeInstances();
    public final FakeBilling billing = new FakeBilling();
    public final FakeImages images = new FakeImages();

    private final GrpcServer scheduler;
    private final GrpcServer billingServer;
    private final GrpcServer imageStore;
    private final GrpcServer planner;

    public FakeCloud(Path tls) {
        scheduler = serve(
                tls,
                "scheduler",
                List.of(instances, new FakeOperations(instances), new FakeVolumes(), new FakeHosts()));
        billingServer = serve(tls, "billing", List.of(billing));
        imageStore = serve(tls, "image-store", List.of(images));
        planner = serve(tls, "migration-planner", List.of(new FakePlans()));
    }

    private static GrpcServer serve(Path tls, String name, List<BindableService> services) {
        return GrpcServer.start(
                new InetSocketAddress("127.0.0.1", 0), new TlsFiles(tls, "svc/" + name).server(), services);
    }

    /** Where the gateway finds them. */
    public Map<String, String> settings() {
        return Map.of(
                "xeno.scheduler", "127.0.0.1:" + scheduler.port(),
                "xeno.billing", "127.0.0.1:" + billingServer.port(),
                "xeno.images", "127.0.0.1:" + imageStore.port(),
                "xeno.planner", "127.0.0.1:" + planner.port());
    }

    @Override
    public void close() {
        List.of(scheduler, billingServer, imageStore, planner).forEach(GrpcServer::close);
    }
}
