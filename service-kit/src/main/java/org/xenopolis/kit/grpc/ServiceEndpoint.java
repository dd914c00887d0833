package org.xenopolis.kit.grpc;

import io.grpc.BindableService;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The service's own identity, its channels to others, and, where {@code xeno.grpc.port} is set, its server. */
@ApplicationScoped
class ServiceEndpoint {
    private final TlsFiles identity;
    private final Optional<Integer> port;
    private final String bindAddress;
    private @Nullable GrpcServer server;

    ServiceEndpoint(
            @ConfigProperty(name = "xeno.tls.dir") String tlsDirectory,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "xeno.grpc.port") Optional<Integer> port,
            @ConfigProperty(name = "xeno.bind.address", defaultValue = "127.0.0.1") String bindAddress) {
        this.identity = new TlsFiles(Path.of(tlsDirectory), "svc/" + service);
        this.port = port;
        this.bindAddress = bindAddress;
    }

    @Produces
    @Singleton
    Peers peers() {
        return new Peers(identity);
    }

    /** Last of all start-up work: a call that arrives finds everything ready. */
    void start(@Observes @Priority(5_000) StartupEvent event, @All List<BindableService> services) {
        port.ifPresent(number ->
                server = GrpcServer.start(new InetSocketAddress(bindAddress, number), identity.server(), services));
    }

    void stop(@Observes ShutdownEvent event, Peers peers) {
        if (server != null) {
            server.close();
        }
        peers.close();
    }
}
